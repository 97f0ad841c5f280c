import { type Static, Type } from '@sinclair/typebox';
import { probit } from 'simple-statistics';

/** A value at an event time. */
export interface TrendPoint {
  timeMs: number;
  value: number;
}

export const Trend = Type.Object({
  points: Type.Integer({ minimum: 0 }),
  /** Change of the value in a year, and the bounds between which it lies with the confidence. */
  perYear: Type.Number(),
  lowPerYear: Type.Number(),
  highPerYear: Type.Number(),
  /** `unclear` while zero lies between the bounds. */
  direction: Type.Union([Type.Literal('rising'), Type.Literal('falling'), Type.Literal('unclear')]),
  because: Type.String(),
});
export type Trend = Static<typeof Trend>;

const YEAR_MS = 365.25 * 86_400_000;
/** With fewer points no slope is significant at 95 %: five in a row of rising order come by chance with 1/60. */
const FEWEST = 5;
/** Newer points only: the pairs grow with the square. */
const MOST = 300;

/**
 * The slope of Theil and Sen, the median of the slopes of all pairs, with its confidence interval (Sen, J. Am. Stat. Assoc.
 * 63, 1968): up to 29 % of wild values do not move it far. Points of equal time make no pair; points count as independent.
 * @param confidence 0–1
 * @returns undefined below five points, or when all are of one time
 * @throws Error when a point is not finite
 */
export function trendOf(all: readonly TrendPoint[], confidence = 0.95): Trend | undefined {
  if (!(confidence > 0 && confidence < 1))
    throw new Error(`confidence is ${confidence}: give a number between 0 and 1`);
  const points = [...all].sort((a, b) => a.timeMs - b.timeMs).slice(-MOST);
  for (const { timeMs, value } of points) {
    if (!Number.isFinite(timeMs) || !Number.isFinite(value)) throw new Error(`point ${timeMs}, ${value}: give numbers`);
  }
  const slopes = slopesOf(points);
  const n = points.length;
  if (n < FEWEST || slopes.length === 0) return undefined;
  const perYear = medianOf(slopes);
  // Kendall's S has this variance; ties of time and of value make it smaller.
  const ties = tieTerm(points.map(({ timeMs }) => timeMs)) + tieTerm(points.map(({ value }) => value));
  const spread = Math.sqrt(Math.max(0, n * (n - 1) * (2 * n + 5) - ties) / 18);
  const reach = probit(0.5 + confidence / 2) * spread;
  const pairs = slopes.length;
  const lowPerYear = slopes[Math.max(0, Math.round((pairs - reach) / 2) - 1)]!;
  const highPerYear = slopes[Math.min(pairs - 1, Math.round((pairs + reach) / 2))]!;
  const direction = lowPerYear > 0 ? 'rising' : highPerYear < 0 ? 'falling' : 'unclear';
  const bounds = `${short(lowPerYear)} to ${short(highPerYear)}`;
  const because = `${short(perYear)} a year (${bounds} with ${short(100 * confidence)} % confidence, ${n} points)`;
  return { points: n, perYear, lowPerYear, highPerYear, direction, because };
}

/** Slopes of all pairs of different times, a year, sorted. */
function slopesOf(points: readonly TrendPoint[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [i, later] of points.entries()) {
    for (let j = 0; j < i; j++) {
      const lengthMs = later.timeMs - points[j]!.timeMs;
      if (lengthMs > 0) slopes[count++] = ((later.value - points[j]!.value) / lengthMs) * YEAR_MS;
    }
  }
  return slopes.subarray(0, count).sort();
}

const medianOf = (sorted: Float64Array): number =>
  (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!) / 2;

function tieTerm(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0);
}

const short = (value: number) => String(Number(value.toPrecision(3)));
