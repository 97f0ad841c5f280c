import type { Random } from '../../test/support/random';
import { type Interval, quantile } from '../theft-eval/metrics';

/** One answer to one record. */
export interface Judged {
  /** Of the scenario: records of one scenario are drawn together. */
  group: string;
  /** What it is, among the classes of the task. */
  truth: string;
  isRight: boolean;
}

interface Group {
  right: number;
  tries: number;
}

const TAIL = 0.025;

/**
 * Balanced accuracy, the mean over the classes of the share that is answered right, with a 95 % percentile bootstrap over
 * scenarios, drawn class by class. Where all or none is right the bootstrap knows no doubt: there the exact
 * (Clopper–Pearson) bound of the class with the fewest scenarios takes its place, as if all doubt lay in that class.
 *
 * @returns NaN of nothing
 */
export function balancedAccuracy(judged: readonly Judged[], random: Random, rounds = 1000): Interval {
  const classes = groupsByClass(judged);
  const value = mean(classes.map(recall));
  if (classes.length === 0) return { value, low: value, high: value };
  if (value === 1 || value === 0) {
    const fewest = Math.min(...classes.map((groups) => groups.length));
    const doubt = (1 - TAIL ** (1 / fewest)) / classes.length;
    return value === 1 ? { value, low: 1 - doubt, high: 1 } : { value, low: 0, high: doubt };
  }
  const draws = Array.from({ length: rounds }, () =>
    mean(classes.map((groups) => recall(groups.map(() => random.pick(groups))))),
  );
  return { value, low: quantile(draws, TAIL), high: quantile(draws, 1 - TAIL) };
}

function groupsByClass(judged: readonly Judged[]): Group[][] {
  const classes = new Map<string, Map<string, Group>>();
  for (const { truth, group, isRight } of judged) {
    const groups = classes.get(truth) ?? new Map<string, Group>();
    classes.set(truth, groups);
    const own = groups.get(group) ?? { right: 0, tries: 0 };
    groups.set(group, { right: own.right + (isRight ? 1 : 0), tries: own.tries + 1 });
  }
  return [...classes.values()].map((groups) => [...groups.values()]);
}

function recall(groups: readonly Group[]): number {
  let right = 0;
  let tries = 0;
  for (const group of groups) {
    right += group.right;
    tries += group.tries;
  }
  return right / tries;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
