import type { RiskLevel } from '../messages';

/** Rounds to two decimals as `numpy.round(x, 2)` does: times 100, to the nearest integer (half to even), by 100. */
export function roundTo2(value: number): number {
  const scaled = value * 100;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return (up ? floor + 1 : floor) / 100;
}

/** A score above its level's bound and up to the next one has that level; 0 is NO RISK. */
export const LEVEL_BOUNDS = { LOW: 0, MEDIUM: 0.3, HIGH: 0.6 } as const;

/** The level of a score that is already rounded to two decimals. */
export function levelOf(score: number): RiskLevel {
  if (score > LEVEL_BOUNDS.HIGH) return 'HIGH';
  if (score > LEVEL_BOUNDS.MEDIUM) return 'MEDIUM';
  return score > LEVEL_BOUNDS.LOW ? 'LOW' : 'NO RISK';
}

/** At risk from this share of violations on, or when the peak hour is critical. */
const RATIO_AT_RISK = 0.25;

/** Risk score 0–1, rounded to two decimals: 0.6 · violation ratio + 0.4 · peak-hour risk when at risk, else 0. */
export function riskScore(violationRatio: number, peakHourRisk: 0 | 1): number {
  if (violationRatio < RATIO_AT_RISK && peakHourRisk === 0) return 0;
  return roundTo2(0.6 * violationRatio + 0.4 * peakHourRisk);
}
