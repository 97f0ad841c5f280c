import type { RiskWindowSettings } from './risk-settings';

/** What a risk is made of; see NodeRisk for the units. */
export interface RiskTerms {
  points: number;
  sum: number;
  mean: number;
  maximum: number;
  slope: number;
}

/** Time in epoch ms and stress 0…1. */
export type Point = readonly [timeMs: number, stress: number];

const UNIT_MS = { second: 1000, hour: 3_600_000 };

/**
 * The terms of the values of one window.
 * @param points one or more, by time
 * @param windowMs length of the window that `slopePer: window` stands for
 */
export function riskTerms(
  points: readonly Point[],
  windowMs: number,
  { sameTime, slopePer }: Pick<RiskWindowSettings, 'sameTime' | 'slopePer'>,
): RiskTerms {
  const used = sameTime === 'highest' ? highestOfTimes(points) : points;
  const values = used.map(([, stress]) => stress);
  const sum = values.reduce((total, stress) => total + stress, 0);
  const firstMs = used[0]![0];
  const unitMs = slopePer === 'window' ? windowMs || 1 : slopePer === 'record' ? 1 : UNIT_MS[slopePer];
  const at = slopePer === 'record' ? values.map((_, i) => i) : used.map(([timeMs]) => (timeMs - firstMs) / unitMs);
  const maximum = values.reduce((most, stress) => Math.max(most, stress), 0);
  return { points: used.length, sum, mean: sum / used.length, maximum, slope: slopeOf(at, values) };
}

/** x = Σ weight · term, the slope only where it rises; bounded: 1 − e^−x. */
export function riskOf({ sum, mean, maximum, slope }: RiskTerms, settings: RiskWindowSettings): number {
  const { sumWeight, meanWeight, maximumWeight, slopeWeight, isBounded } = settings;
  const x = sumWeight * sum + meanWeight * mean + maximumWeight * maximum + slopeWeight * Math.max(0, slope);
  return isBounded ? -Math.expm1(-x) : x;
}

function highestOfTimes(points: readonly Point[]): Point[] {
  const highest: Point[] = [];
  for (const point of points) {
    const last = highest.at(-1);
    if (last?.[0] !== point[0]) highest.push(point);
    else if (point[1] > last[1]) highest[highest.length - 1] = point;
  }
  return highest;
}

/** Least squares; 0 when there is no time between the points. */
function slopeOf(at: readonly number[], values: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((total, x) => total + x, 0) / list.length;
  const [meanAt, meanValue] = [mean(at), mean(values)];
  let above = 0;
  let below = 0;
  for (const [i, x] of at.entries()) {
    above += (x - meanAt) * (values[i]! - meanValue);
    below += (x - meanAt) ** 2;
  }
  return below === 0 ? 0 : above / below;
}
