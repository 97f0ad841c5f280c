import { type Ranking, rank } from '../../lib/anomaly';
import { Random } from '../../test/support/random';
import {
  attackedDays,
  type Delay,
  delayAt,
  delayOfAlarms,
  HOUR_MS,
  honestDays,
  isAlarmed,
  type LifeEvent,
  type MeterRun,
  type RunDay,
  recovered,
} from './meter-run';
import {
  bootstrapOverMeters,
  countAlarms,
  type DayScore,
  groupBy,
  type Interval,
  quantile,
  rateInterval,
  shareOverMeters,
  thresholdAt,
} from './metrics';

/** Move energy between hours and steal none: no energy to recover. */
const MOVES_ONLY = ['h5', 'h6'];
/** The bar speaks of these: what takes energy from the record, by data or by hand. */
export const isInBar = (kind: string) => !MOVES_ONLY.includes(kind);
/** Each round sorts all days, so it has fewer of them. */
const RANKING_ROUNDS = 200;
export const RATES = [1, 10] as const;

/** How an arm decides: by the score of days at a threshold, or by its own events. */
export type Rule = { threshold: number } | 'as shipped';

export interface NamedRule {
  name: string;
  rule: Rule;
}

export interface Detection {
  attacks: number;
  /** Share of attacks that were detected. */
  attackShare: Interval;
  /** Share of attacked meter-days that raised the alarm. */
  dayShare: Interval;
  /** Hours to the detection; Infinity where more attacks than that were never detected. */
  medianHours: number;
  p90Hours: number;
  /** Mean share of the stolen energy that came after the detection. */
  recovered: Interval;
}

export interface FalseAlarms {
  events: number;
  days: number;
  /** For 1,000 meter-days. */
  rate: Interval;
}

export interface ArmSummary {
  arm: string;
  honestDays: number;
  attackedDays: number;
  auc: Interval;
  averagePrecision: Interval;
  operating: (NamedRule & { falseAlarms: FalseAlarms; all: Detection; inBar: Detection })[];
}

/**
 * @param rounds of the bootstrap
 * @param given rules to judge by, of other runs; without them those that these runs give
 */
export function summarise(
  arm: string,
  runs: readonly MeterRun[],
  seed: number,
  rounds: number,
  given?: readonly NamedRule[],
): ArmSummary {
  const { auc, precision } = rankingOf(runs, seed, rounds);
  const inBar = runs.filter(({ attack }) => attack && isInBar(attack.kind));
  return {
    arm,
    honestDays: runs.flatMap(honestDays).length,
    attackedDays: runs.flatMap(attackedDays).length,
    auc,
    averagePrecision: precision,
    operating: (given ?? rulesOf(runs)).map(({ name, rule }) => ({
      name,
      rule,
      falseAlarms: falseAlarms(runs, rule),
      all: detection(runs, rule, seed, rounds),
      inBar: detection(inBar, rule, seed, rounds),
    })),
  };
}

function rulesOf(runs: readonly MeterRun[]): NamedRule[] {
  const days = honestScores(runs);
  const rules = RATES.map((rate): NamedRule => {
    return { name: `${rate} in 1,000 meter-days`, rule: { threshold: thresholdAt(days, rate) } };
  });
  const isShipped = runs.some(({ alarms }) => alarms.length > 0);
  return isShipped ? [...rules, { name: 'as shipped', rule: 'as shipped' }] : rules;
}

/** @param runs those without an attack are left aside */
export function detection(runs: readonly MeterRun[], rule: Rule, seed: number, rounds: number): Detection {
  const attacked = runs.filter(({ attack }) => attack);
  const meters = [...groupBy(attacked, ({ meterId }) => meterId).values()];
  const delays = attacked.map((run) => delayOf(run, rule));
  const hours = delays.map((delay) => (delay === undefined ? Number.POSITIVE_INFINITY : delay / HOUR_MS));
  const mean = (sample: readonly MeterRun[][]) => {
    const shares = sample.flatMap((runs) =>
      runs.flatMap((run) =>
        MOVES_ONLY.includes(run.attack!.kind) ? [] : [recovered(run.attack!, delayOf(run, rule))],
      ),
    );
    const known = shares.filter((share) => !Number.isNaN(share));
    return known.reduce((sum, share) => sum + share, 0) / known.length;
  };
  const shares = (count: (run: MeterRun) => { successes: number; tries: number }) =>
    shareOverMeters(
      meters.map((runs) => {
        const counts = runs.map(count);
        return {
          successes: counts.reduce((sum, { successes }) => sum + successes, 0),
          tries: counts.reduce((sum, { tries }) => sum + tries, 0),
        };
      }),
      new Random(seed),
      rounds,
    );
  return {
    attacks: attacked.length,
    attackShare: shares((run) => ({ successes: delayOf(run, rule) === undefined ? 0 : 1, tries: 1 })),
    dayShare: shares((run) => {
      const days = attackedDays(run);
      return { successes: days.filter((day) => isOver(run, day, rule)).length, tries: days.length };
    }),
    medianHours: quantile(hours, 0.5),
    p90Hours: quantile(hours, 0.9),
    recovered: bootstrapOverMeters(meters, mean, new Random(seed), Math.min(rounds, RANKING_ROUNDS)),
  };
}

/** False alarms of honest meters. @param within only days of such an event in the home, and alarms that touch one */
export function falseAlarms(
  runs: readonly MeterRun[],
  rule: Rule,
  within?: (event: LifeEvent) => boolean,
): FalseAlarms {
  const honest = runs.filter(({ attack }) => !attack);
  const touches = (run: MeterRun, startMs: number, endMs: number) =>
    !within || run.lifeEvents.some((event) => within(event) && event.startMs < endMs && event.endMs > startMs);
  const days = honest.flatMap((run) =>
    run.days.filter((day) => touches(run, day.startMs, day.startMs + 24 * HOUR_MS)).map((day) => scoreOf(run, day)),
  );
  const events =
    rule === 'as shipped'
      ? honest.reduce((sum, run) => sum + run.alarms.filter((a) => touches(run, a.startMs, a.endMs)).length, 0)
      : countAlarms(days, rule.threshold);
  const { value, low, high } = rateInterval(events, days.length / 1000);
  return { events, days: days.length, rate: { value, low, high } };
}

export function delayOf(run: MeterRun, rule: Rule): Delay {
  return rule === 'as shipped' ? delayOfAlarms(run) : delayAt(run, rule.threshold);
}

function isOver(run: MeterRun, day: RunDay, rule: Rule): boolean {
  return rule === 'as shipped' ? isAlarmed(run, day) : day.score > 0 && day.score >= rule.threshold;
}

function rankingOf(runs: readonly MeterRun[], seed: number, rounds: number) {
  const meters = [...groupBy(runs, ({ meterId }) => meterId).values()].map((runs) => ({
    honest: runs.flatMap(honestDays).map(({ score }) => score),
    attacked: runs.flatMap(attackedDays).map(({ score }) => score),
  }));
  const interval = (of: (ranking: Ranking) => number) => {
    const statistic = (sample: readonly { honest: number[]; attacked: number[] }[]) => {
      const honest = sample.flatMap((meter) => meter.honest);
      const attacked = sample.flatMap((meter) => meter.attacked);
      if (honest.length === 0 || attacked.length === 0) return Number.NaN;
      return of(rank([...honest, ...attacked], [...honest.map(() => 0), ...attacked.map(() => 1)]));
    };
    return bootstrapOverMeters(meters, statistic, new Random(seed), Math.min(rounds, RANKING_ROUNDS));
  };
  return { auc: interval(({ auc }) => auc), precision: interval(({ averagePrecision }) => averagePrecision) };
}

/** Honest days of all runs, numbered for the metrics. A meter may have two honest runs: each is one of its own. */
export function honestScores(runs: readonly MeterRun[]): DayScore[] {
  return runs.flatMap((run) => honestDays(run).map((day) => scoreOf(run, day)));
}

function scoreOf({ meterId }: MeterRun, { startMs, score }: RunDay): DayScore {
  return { meterId, day: Math.round(startMs / (24 * HOUR_MS)), score };
}
