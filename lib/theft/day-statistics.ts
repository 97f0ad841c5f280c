import { FACT } from './window-facts';

/** What is compared with a meter's own usual values. Indices of a Float64Array; NaN: the readings do not tell it. */
export const STATISTIC = {
  /** How far the voltage gives way to the meter's own load, ohm: the impedance of service line and feeder. */
  RESPONSE: 0,
  /** ln of the variance of voltage steps that the meter's power does not explain, V². */
  UNEXPLAINED: 1,
  /** ln of squared changes over squared deviations (von Neumann 1941): 2 for noise, small for appliances. */
  NOISE: 2,
  /** Share of V·I·PF that is missing in P. */
  MISMATCH: 3,
  /** Power factor of loads above 500 VA. */
  FACTOR: 4,
  /** Mean voltage, V. */
  VOLTAGE: 5,
  /** Share of windows at zero while there is voltage. */
  ZERO: 6,
  /** Share of windows whose power stands still above zero while voltage goes on. */
  STILL: 7,
  /** Share of windows in which everything stands still. */
  DEAD: 8,
  /** ln of the lowest mean of a window, W: the base load. */
  BASE: 9,
  /** ln of the mean power, W. */
  LEVEL: 10,
  /** How much more the day looks like the usual one read backwards, see shapeReversal; of whole days only. */
  REVERSAL: 11,
} as const;
export const STATISTICS = 12;

/** Least Σ x² for a slope: about ten steps of 2 A. */
const LEAST_EXCITATION_A2 = 40;
/** Least mean load for a mismatch and a power factor: some hundred samples at 100 W, some dozen at 1 kW. */
const LEAST_CLAIMED_W = 10_000;
const LEAST_LOAD_VA = 30_000;
/** An hour of samples of 5 s. */
const LEAST_QUIET_STEPS = 600;
/** Added inside logarithms, so that small loads do not swing wildly, W. */
export const SOFT_W = 20;

/**
 * Statistics of a stretch of time from its sums.
 * @param facts sums of windows, see FACT
 * @param lowestW lowest mean power of a window, W
 * @param responseOhm usual voltage response of the meter; NaN while it is not known
 */
export function dayStatistics(facts: Float64Array, lowestW: number, responseOhm: number, out: Float64Array): void {
  out.fill(Number.NaN);
  const samples = facts[FACT.SAMPLES]!;
  if (samples === 0) return;
  const xx = facts[FACT.STEP_XX]!;
  const xy = facts[FACT.STEP_XY]!;
  const yy = facts[FACT.STEP_YY]!;
  const steps = facts[FACT.STEPS]!;
  if (xx >= LEAST_EXCITATION_A2) out[STATISTIC.RESPONSE] = -xy / xx;
  if (steps > 0 && !Number.isNaN(responseOhm)) {
    const left = yy + 2 * responseOhm * xy + responseOhm * responseOhm * xx;
    out[STATISTIC.UNEXPLAINED] = Math.log(Math.max(left / steps, 1e-6));
  }
  if (facts[FACT.DEVIATIONS]! > 0) out[STATISTIC.NOISE] = Math.log(facts[FACT.CHANGES]! / facts[FACT.DEVIATIONS]!);
  const claimed = facts[FACT.CLAIMED_W]!;
  if (claimed >= LEAST_CLAIMED_W) out[STATISTIC.MISMATCH] = (claimed - facts[FACT.COUNTED_W]!) / claimed;
  const loadVa = facts[FACT.LOAD_VA]!;
  if (loadVa >= LEAST_LOAD_VA) out[STATISTIC.FACTOR] = facts[FACT.LOAD_W]! / loadVa;
  const voltages = facts[FACT.VOLTAGES]!;
  if (voltages > 0) out[STATISTIC.VOLTAGE] = facts[FACT.SUM_V]! / voltages;
  const windows = facts[FACT.WINDOWS]!;
  if (windows > 0) {
    out[STATISTIC.ZERO] = facts[FACT.ZERO_WINDOWS]! / windows;
    out[STATISTIC.STILL] = facts[FACT.STILL_WINDOWS]! / windows;
    out[STATISTIC.DEAD] = facts[FACT.DEAD_WINDOWS]! / windows;
  }
  out[STATISTIC.BASE] = Math.log(SOFT_W + Math.max(0, lowestW));
  out[STATISTIC.LEVEL] = Math.log(SOFT_W + Math.max(0, facts[FACT.SUM_W]! / samples));
}

/** Standard error of the voltage response, ohm: from what the steps leave unexplained. */
export function responseError(facts: Float64Array): number {
  const xx = facts[FACT.STEP_XX]!;
  const xy = facts[FACT.STEP_XY]!;
  const left = Math.max(0, facts[FACT.STEP_YY]! - (xy * xy) / xx);
  return Math.sqrt(left / facts[FACT.STEPS]! / xx);
}

/** ln of the variance of voltage steps while the power is at zero or stands still, V²; NaN with too few of them. */
export function quietUnrest(facts: Float64Array): number {
  const steps = facts[FACT.QUIET_STEPS]!;
  return steps < LEAST_QUIET_STEPS ? Number.NaN : Math.log(Math.max(facts[FACT.QUIET_YY]! / steps, 1e-6));
}
