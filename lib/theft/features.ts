import { type LocalClock, weekdayOf } from './local-clock';
import type { MeterWindow } from './meter-window';

/**
 * The features of a window, in the order of the array that `features` gives. All are about the samples that are there;
 * a step is the change between two samples on neighbouring steps of the grid, so none leads over a gap; standard
 * deviations are of the population (divided by n). A feature of a quantity that the meter does not give is NaN, and so
 * is one of steps when no two samples are neighbours.
 *
 * - `power_mean`, `power_std`, `power_min`, `power_max`, `power_range` (max − min): W
 * - `max_power_step`: largest |step| of power, W
 * - `flat_steps_fraction`: share of steps with |ΔP| ≤ 0.5 W or ≤ 0.1 % of the power before
 * - `max_power_drop`: largest fall in one step, W; 0 when power never falls
 * - `dip_range`: mean − minimum, W
 * - `sustained_low_fraction`: share of samples below 20 % of the mean that lie in a run of at least a minute
 * - `repetitive_dip_count`: dips, that is runs below half of the mean, of any length, that are left and entered by a step
 * - `zero_power_fraction`: share of samples with |P| < 1 W
 * - `zero_power_duration_seconds`: longest run of such samples, s
 * - `pf_mean`, `pf_std`, `pf_min`, `pf_max`, `max_pf_step`: of the power factor as the meter gives it
 * - `volt_std` (V), `curr_std` (A)
 * - `is_weekend` (1: Saturday or Sunday), `day_of_week` (0: Monday to 6: Sunday), by the local day of the start
 *
 * Where the mean is not above 0 (a home that feeds in) there are no dips and nothing is low.
 */
export const FEATURES = [
  'power_mean',
  'power_std',
  'power_min',
  'power_max',
  'power_range',
  'max_power_step',
  'flat_steps_fraction',
  'max_power_drop',
  'dip_range',
  'sustained_low_fraction',
  'repetitive_dip_count',
  'zero_power_fraction',
  'zero_power_duration_seconds',
  'pf_mean',
  'pf_std',
  'pf_min',
  'pf_max',
  'max_pf_step',
  'volt_std',
  'curr_std',
  'is_weekend',
  'day_of_week',
] as const;
export type FeatureName = (typeof FEATURES)[number];

/** Place of each feature in the array. */
export const FEATURE = Object.fromEntries(FEATURES.map((name, i) => [name, i])) as Record<FeatureName, number>;

const FLAT_W = 0.5;
const FLAT_PART = 0.001;
const LOW_PART = 0.2;
const LOW_RUN_MS = 60_000;
const DIP_PART = 0.5;
const ZERO_W = 1;

/** Statistics of one channel; kept between calls so that none is made anew. */
const channel = { count: 0, mean: 0, std: 0, minimum: 0, maximum: 0, steps: 0, largestStep: 0 };

/**
 * The 22 features of a window, see FEATURES.
 * @param out where they are written to, from `offset` on; without it an array of their own is made
 */
export function features(
  window: MeterWindow,
  clock: LocalClock,
  out = new Float32Array(FEATURES.length),
  offset = 0,
): Float32Array {
  const power = measure(window.powerW);
  const mean = power.mean;
  out[offset] = mean;
  out[offset + 1] = power.std;
  out[offset + 2] = power.minimum;
  out[offset + 3] = power.maximum;
  out[offset + 4] = power.maximum - power.minimum;
  out[offset + 5] = power.steps > 0 ? power.largestStep : Number.NaN;
  out[offset + 8] = mean - power.minimum;
  shape(window, power.count, power.steps, mean, out, offset);
  const factor = measure(window.powerFactor);
  out[offset + 13] = factor.mean;
  out[offset + 14] = factor.std;
  out[offset + 15] = factor.minimum;
  out[offset + 16] = factor.maximum;
  out[offset + 17] = factor.steps > 0 ? factor.largestStep : Number.NaN;
  out[offset + 18] = measure(window.voltageV).std;
  out[offset + 19] = measure(window.currentA).std;
  const weekday = weekdayOf(clock, window.startMs);
  out[offset + 20] = weekday >= 5 ? 1 : 0;
  out[offset + 21] = weekday;
  return out;
}

/** Features by name, without those that are NaN, as messages hold them. */
export function featureRecord(values: Float32Array, offset = 0): Record<string, number> {
  const record: Record<string, number> = {};
  for (let i = 0; i < FEATURES.length; i++) {
    const value = values[offset + i]!;
    if (!Number.isNaN(value)) record[FEATURES[i]!] = value;
  }
  return record;
}

/** Mean voltage and current of a window, for plots; no model looks at them. Absent where the meter gives none. */
export function plottedMeans({ voltageV, currentA }: MeterWindow): Record<string, number> {
  const means: Record<string, number> = {};
  const { mean: voltMean } = measure(voltageV);
  if (!Number.isNaN(voltMean)) means.volt_mean = voltMean;
  const { mean: currMean } = measure(currentA);
  if (!Number.isNaN(currMean)) means.curr_mean = currMean;
  return means;
}

/** Statistics of the samples that are there; all NaN when there are none. */
function measure(values: Float32Array): typeof channel {
  let count = 0;
  let sum = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  let steps = 0;
  let largestStep = 0;
  let before = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) {
      count++;
      sum += value;
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      const step = Math.abs(value - before);
      if (!Number.isNaN(step)) {
        steps++;
        if (step > largestStep) largestStep = step;
      }
    }
    before = value;
  }
  channel.count = count;
  channel.steps = steps;
  channel.largestStep = largestStep;
  channel.mean = count > 0 ? sum / count : Number.NaN;
  channel.minimum = count > 0 ? minimum : Number.NaN;
  channel.maximum = count > 0 ? maximum : Number.NaN;
  channel.std = count > 0 ? Math.sqrt(squaresAround(channel.mean, values) / count) : Number.NaN;
  return channel;
}

/** Sum of the squared distances from the mean: in a pass of its own, which loses no digits. */
function squaresAround(mean: number, values: Float32Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = values[i]! - mean;
    if (!Number.isNaN(distance)) squares += distance * distance;
  }
  return squares;
}

/** The features that follow power along the window: flat steps, drops, runs of low and of no power, dips. */
function shape(
  { powerW, lengthMs }: MeterWindow,
  count: number,
  steps: number,
  mean: number,
  out: Float32Array,
  offset: number,
): void {
  const stepMs = lengthMs / powerW.length;
  const lowW = mean > 0 ? LOW_PART * mean : Number.NEGATIVE_INFINITY;
  const dipW = mean > 0 ? DIP_PART * mean : Number.NEGATIVE_INFINITY;
  const lowRunSamples = LOW_RUN_MS / stepMs;
  let flat = 0;
  let largestDrop = 0;
  let low = 0;
  let lowRun = 0;
  let zeros = 0;
  let zeroRun = 0;
  let longestZeroRun = 0;
  let dips = 0;
  let isInDip = false;
  let before = Number.NaN;
  for (let i = 0; i < powerW.length; i++) {
    const power = powerW[i]!;
    // Comparisons with NaN are false: a gap ends runs and dips by itself.
    if (before - power > largestDrop) largestDrop = before - power;
    const change = Math.abs(power - before);
    if (change <= FLAT_W || change <= FLAT_PART * Math.abs(before)) flat++;
    if (power < lowW) lowRun++;
    else {
      if (lowRun >= lowRunSamples) low += lowRun;
      lowRun = 0;
    }
    if (Math.abs(power) < ZERO_W) {
      zeros++;
      zeroRun++;
      if (zeroRun > longestZeroRun) longestZeroRun = zeroRun;
    } else zeroRun = 0;
    if (power < dipW) isInDip = isInDip || before >= dipW;
    else {
      if (isInDip && power >= dipW) dips++;
      isInDip = false;
    }
    before = power;
  }
  if (lowRun >= lowRunSamples) low += lowRun;
  out[offset + 6] = steps > 0 ? flat / steps : Number.NaN;
  out[offset + 7] = steps > 0 ? largestDrop : Number.NaN;
  out[offset + 9] = low / count;
  out[offset + 10] = count > 0 ? dips : Number.NaN;
  out[offset + 11] = zeros / count;
  out[offset + 12] = count > 0 ? (longestZeroRun * stepMs) / 1000 : Number.NaN;
}
