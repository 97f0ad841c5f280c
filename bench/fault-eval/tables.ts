import { Random } from '../../test/support/random';
import { type Interval, quantile, rateInterval } from '../theft-eval/metrics';
import { table, thousands } from '../theft-eval/report';
import { balancedAccuracy } from './balanced';
import type { ByArm, Collected } from './collect';
import { isInternal, isNormal, isUnknown, type Outcome } from './outcome';
import { HARMLESS } from './plan';
import { ms, percent, percentWithin, verdict } from './report';
import { RELAY_TASK, TASKS, type Task } from './tasks';

/** One row of the tables of accuracy. */
export interface Row {
  name: string;
  records: number;
  /** By the name of the task. */
  accuracy: Record<string, Interval>;
  relay: Interval;
  unknownShare: number;
  normalShare: number;
}

export function rowOf(name: string, outcomes: readonly Outcome[], seed: number, rounds: number): Row {
  const accuracyOf = (task: Task) => balancedAccuracy(task.judge(outcomes), new Random(seed), rounds);
  return {
    name,
    records: outcomes.length,
    accuracy: Object.fromEntries(TASKS.map((task) => [task.name, accuracyOf(task)])),
    relay: accuracyOf(RELAY_TASK),
    unknownShare: shareOf(outcomes, isUnknown),
    normalShare: shareOf(outcomes, isNormal),
  };
}

export function accuracyTable(rows: readonly Row[]): string[] {
  const head = TASKS.map(({ name, bar }) => (bar === null ? name : `${name}, bar ${percent(bar, 1)}`));
  return table(
    ['', 'records', ...head, 'answered unknown', 'answered normal'],
    rows.map(({ name, records, accuracy, unknownShare, normalShare }) => [
      name,
      thousands(records),
      ...TASKS.map(({ name: task, bar }) => {
        const figure = accuracy[task]!;
        return `${percentWithin(figure)}${bar === null ? '' : ` ${verdict(figure.value >= bar)}`}`;
      }),
      percent(unknownShare),
      percent(normalShare),
    ]),
  );
}

export function relayTable(rows: readonly Row[]): string[] {
  return table(
    ['internal fault or not, balanced', 'model', 'relay alone'],
    rows.map(({ name, accuracy, relay }) => [
      name,
      percentWithin(accuracy['internal fault or not']!),
      percentWithin(relay),
    ]),
  );
}

/** By class and window: how many harmless scenarios the model and the relay call an internal fault. */
export function harmlessTable(harmless: ByArm): string[] {
  return table(
    ['', 'window', 'scenarios', 'model: internal fault', 'at most, in 1,000 (95 %)', 'relay: operate', 'unknown'],
    [...HARMLESS, null].flatMap((label) =>
      [...harmless].map(([arm, all]) => {
        const own = all.filter(({ truth }) => label === null || truth === label);
        const called = calledInternal(own);
        return [
          label ?? 'all',
          arm,
          thousands(own.length),
          String(called),
          (1000 * rateInterval(called, own.length).high).toFixed(2),
          String(own.filter(({ relay }) => relay === 'operate').length),
          percent(shareOf(own, isUnknown)),
        ];
      }),
    ),
  );
}

export const calledInternal = (outcomes: readonly Outcome[]) =>
  outcomes.filter(({ label }) => isInternal(label)).length;

export function healthyTable(healthy: ByArm): string[] {
  return table(
    ['', 'records', 'answered otherwise than normal', 'as unknown', 'as an internal fault', 'relay: operate'],
    [...healthy].map(([arm, outcomes]) => [
      arm,
      thousands(outcomes.length),
      String(outcomes.filter((one) => !isNormal(one)).length),
      String(outcomes.filter(isUnknown).length),
      String(calledInternal(outcomes)),
      String(outcomes.filter(({ relay }) => relay === 'operate').length),
    ]),
  );
}

export function foreignTable(foreign: Collected['foreign']): string[] {
  const all = [...foreign.values()].flat();
  return table(
    ['', 'records', 'unknown', 'normal', 'an internal fault', 'another class'],
    [...foreign, ['all', all] as const].map(([kind, outcomes]) => {
      const internal = calledInternal(outcomes) / outcomes.length;
      const [unknown, normal] = [shareOf(outcomes, isUnknown), shareOf(outcomes, isNormal)];
      const rest = Math.max(0, 1 - unknown - normal - internal);
      return [kind, thousands(outcomes.length), ...[unknown, normal, internal, rest].map((share) => percent(share, 1))];
    }),
  );
}

export function inceptionTable(arms: ByArm): string[] {
  return table(
    ['', 'found', 'median of the error, ms', 'median of its size, ms', '95 % of its size, ms'],
    [...arms].map(([arm, outcomes]) => {
      const errors = outcomes.flatMap(({ inceptionErrorMs }) => (inceptionErrorMs === null ? [] : [inceptionErrorMs]));
      const sizes = errors.map(Math.abs);
      const found = percent(errors.length / outcomes.length);
      return [arm, found, ms(quantile(errors, 0.5)), ms(quantile(sizes, 0.5)), ms(quantile(sizes, 0.95))];
    }),
  );
}

export const shareOf = (outcomes: readonly Outcome[], isOne: (outcome: Outcome) => boolean) =>
  outcomes.filter(isOne).length / outcomes.length;
