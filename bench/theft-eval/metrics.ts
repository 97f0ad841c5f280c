import type { Random } from '../../test/support/random';

/** What an arm says of one day of one meter. Days are numbered; neighbours differ by 1. */
export interface DayScore {
  meterId: string;
  day: number;
  /** Higher is more suspicious; 0 or less never raises an alarm. */
  score: number;
}

/** A figure with its 95 % interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

const TAIL = 0.025;

/** Alarms at a threshold: days of one meter with score ≥ threshold that follow each other are one alarm. */
export function countAlarms(days: readonly DayScore[], threshold: number): number {
  const over = new Set(days.filter(({ score }) => score > 0 && score >= threshold).map(keyOf));
  let alarms = 0;
  for (const { meterId, day, score } of days) {
    if (score > 0 && score >= threshold && !over.has(keyOf({ meterId, day: day - 1 }))) alarms++;
  }
  return alarms;
}

/**
 * The lowest threshold that, like every threshold above it, raises at most `perThousand` alarms in 1,000 days: just above
 * the score at which there would be more. Scores of attacks may lie between that and the next honest score.
 *
 * @param days honest meter-days
 */
export function thresholdAt(days: readonly DayScore[], perThousand: number): number {
  const allowed = (perThousand * days.length) / 1000;
  const ranked = days.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const over = new Set<string>();
  let alarms = 0;
  for (let from = 0; from < ranked.length; ) {
    const { score } = ranked[from]!;
    let at = from;
    for (; at < ranked.length && ranked[at]!.score === score; at++) {
      const { meterId, day } = ranked[at]!;
      // A day between two alarms joins them; beside one it prolongs it.
      alarms += 1 - [day - 1, day + 1].filter((other) => over.has(keyOf({ meterId, day: other }))).length;
      over.add(keyOf({ meterId, day }));
    }
    if (alarms > allowed) return nextAbove(score);
    from = at;
  }
  return Number.MIN_VALUE;
}

/**
 * Percentile bootstrap over whole meters: the days and attacks of a meter go together, so that the interval does not
 * take them for independent.
 *
 * @param meters what belongs to each meter
 * @param statistic of a sample of meters, drawn with replacement; samples for which it is NaN are drawn again
 */
export function bootstrapOverMeters<T>(
  meters: readonly T[],
  statistic: (sample: readonly T[]) => number,
  random: Random,
  rounds = 1000,
): Interval {
  const value = statistic(meters);
  if (Number.isNaN(value)) return { value, low: value, high: value };
  const draws: number[] = [];
  // A statistic that exists for all meters exists for one sample in e at least; the bound is for safety.
  for (let tries = 0; draws.length < rounds && tries < 20 * rounds; tries++) {
    const drawn = statistic(meters.map(() => random.pick(meters)));
    if (!Number.isNaN(drawn)) draws.push(drawn);
  }
  return { value, low: quantile(draws, TAIL), high: quantile(draws, 1 - TAIL) };
}

/**
 * Share of successes with a bootstrap interval over meters. Where all or none succeed the bootstrap knows no doubt:
 * there the exact (Clopper–Pearson) bound of as many meters takes its place. One meter has no interval.
 *
 * @param meters successes and tries of each meter
 */
export function shareOverMeters(
  meters: readonly { successes: number; tries: number }[],
  random: Random,
  rounds?: number,
): Interval {
  const share = (sample: readonly { successes: number; tries: number }[]) =>
    sum(sample, ({ successes }) => successes) / sum(sample, ({ tries }) => tries);
  const tried = meters.filter(({ tries }) => tries > 0);
  const interval = bootstrapOverMeters(tried, share, random, rounds);
  if (tried.length < 2) return interval;
  if (interval.value === 1) return { value: 1, low: TAIL ** (1 / tried.length), high: 1 };
  if (interval.value === 0) return { value: 0, low: 0, high: 1 - TAIL ** (1 / tried.length) };
  return interval;
}

/** Exact (Garwood) 95 % interval of a rate from a count of rare events: count ÷ exposure. */
export function rateInterval(count: number, exposure: number): Interval {
  const low = count === 0 ? 0 : solve((mean) => 1 - poissonCdf(count - 1, mean) - TAIL, count);
  const high = solve((mean) => TAIL - poissonCdf(count, mean), count);
  return { value: count / exposure, low: low / exposure, high: high / exposure };
}

/** Linear between the order statistics (type 7, as NumPy). NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  // Without this an infinite quantile would be Infinity − Infinity.
  return low === high ? low : low + (high - low) * (at - below);
}

/** Items by key, in the order of their first appearance. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const keyOf = ({ meterId, day }: { meterId: string; day: number }) => `${meterId} ${day}`;

/** The next larger double of a positive one. */
function nextAbove(value: number): number {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += 1n;
  return new Float64Array(bits.buffer)[0]!;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** P(X ≤ count) of a Poisson variable, from its largest term down, in logarithms: counts may be in the thousands. */
function poissonCdf(count: number, mean: number): number {
  if (mean === 0) return 1;
  let logTerm = -mean;
  for (let k = 1; k <= count; k++) logTerm += Math.log(mean / k);
  let relative = 1;
  let total = 1;
  for (let k = count; k >= 1 && relative > 1e-17 * total; k--) {
    relative *= k / mean;
    total += relative;
  }
  return Math.min(1, Math.exp(logTerm + Math.log(total)));
}

/** The root of a function that rises from below 0 to above 0, by bisection. */
function solve(of: (mean: number) => number, count: number): number {
  let low = 0;
  let high = 20 + 3 * count;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (of(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
