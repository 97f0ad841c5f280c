import type { MeterWindow } from './meter-window';

/** What a window adds to the evidence: sums, so that windows add up to segments and days. Indices of a Float64Array. */
export const FACT = {
  /** Samples with a power, and their sum, W. */
  SAMPLES: 0,
  SUM_W: 1,
  /** Steps between adjacent samples that have power and voltage: x = change of P/V in A, y = change of V in V. */
  STEPS: 2,
  STEP_XX: 3,
  STEP_XY: 4,
  STEP_YY: 5,
  /** Of windows that are not steady: squared changes of power, and squared deviations from the window's mean, W². */
  CHANGES: 6,
  DEVIATIONS: 7,
  /** Where V, I and PF are there: V·I·|PF| and |P|, W. */
  CLAIMED_W: 8,
  COUNTED_W: 9,
  /** The same at loads above LOAD_VA: V·I in VA and |P| in W. */
  LOAD_VA: 10,
  LOAD_W: 11,
  /** Samples with a voltage, and their sum, V. */
  VOLTAGES: 12,
  SUM_V: 13,
  /** Windows that count, and of them: nearly all samples at zero; power above zero standing still; voltage too. */
  WINDOWS: 14,
  ZERO_WINDOWS: 15,
  STILL_WINDOWS: 16,
  DEAD_WINDOWS: 17,
  /** Steps of voltage in windows at zero or standing still, and their squares, V². */
  QUIET_STEPS: 18,
  QUIET_YY: 19,
  /** Windows at zero after one that was not; the meter's own memory sets it. */
  ZERO_RUNS: 20,
} as const;
export const FACTS = 21;

/** Below this a home draws nothing: the own use of a meter and rounding. */
const ZERO_W = 2;
/** A power factor of a small load says little: V and I are rounded. */
const SMALL_VA = 50;
const LOAD_VA = 500;
/** Larger changes of voltage between two samples are of the grid (tap changer, fault), not of the home. */
const LARGEST_STEP_V = 8;
/** A window whose standard deviation is below this part of its mean is steady: what wavers there is rounding. */
const STEADY = 0.1;
/** Fewer samples than this tell nothing of steadiness. */
const FEW = 5;
/** A window is at zero when this part of its samples is. */
const NEARLY_ALL = 0.9;

/** Adds up one window. Gaps break steps; nothing is interpolated. */
export function windowFacts(window: MeterWindow, out: Float64Array): void {
  const { powerW, voltageV, currentA, powerFactor } = window;
  out.fill(0);
  let before = -2;
  let changes = 0;
  let changeCount = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  let samples = 0;
  let zeros = 0;
  let lowestV = Number.POSITIVE_INFINITY;
  let highestV = 0;
  for (let i = 0; i < powerW.length; i++) {
    const watt = powerW[i]!;
    if (Number.isNaN(watt)) continue;
    samples++;
    sum += watt;
    squares += watt * watt;
    if (watt < lowest) lowest = watt;
    if (watt > highest) highest = watt;
    const volt = voltageV[i]!;
    const hasVoltage = volt > 1;
    if (hasVoltage) {
      out[FACT.VOLTAGES]! += 1;
      out[FACT.SUM_V]! += volt;
      if (volt < lowestV) lowestV = volt;
      if (volt > highestV) highestV = volt;
    }
    if (watt <= ZERO_W && watt >= -ZERO_W) zeros++;
    if (before === i - 1) {
      const change = watt - powerW[before]!;
      changes += change * change;
      changeCount++;
      if (hasVoltage && voltageV[before]! > 1) {
        const y = volt - voltageV[before]!;
        if (y < LARGEST_STEP_V && y > -LARGEST_STEP_V) {
          const x = change / volt;
          out[FACT.STEPS]! += 1;
          out[FACT.STEP_XX]! += x * x;
          out[FACT.STEP_XY]! += x * y;
          out[FACT.STEP_YY]! += y * y;
        }
      }
    }
    before = i;
    const apparent = volt * Math.abs(currentA[i]!);
    if (apparent > SMALL_VA) {
      const claimed = apparent * Math.abs(powerFactor[i]!);
      if (!Number.isNaN(claimed)) {
        out[FACT.CLAIMED_W]! += claimed;
        out[FACT.COUNTED_W]! += Math.abs(watt);
      }
      if (apparent > LOAD_VA) {
        out[FACT.LOAD_VA]! += apparent;
        out[FACT.LOAD_W]! += Math.abs(watt);
      }
    }
  }
  out[FACT.SAMPLES] = samples;
  out[FACT.SUM_W] = sum;
  if (samples < FEW) return;
  out[FACT.WINDOWS] = 1;
  const isZero = zeros >= NEARLY_ALL * samples;
  const isStill = !isZero && highest === lowest;
  if (isZero) out[FACT.ZERO_WINDOWS] = 1;
  // Voltage of the mains never stands still: where it does, or is not measured, the device may.
  else if (isStill) out[highestV > lowestV ? FACT.STILL_WINDOWS : FACT.DEAD_WINDOWS] = 1;
  if (isZero || isStill) {
    out[FACT.QUIET_STEPS] = out[FACT.STEPS]!;
    out[FACT.QUIET_YY] = out[FACT.STEP_YY]!;
  }
  const deviations = Math.max(0, squares - (sum * sum) / samples);
  if (deviations > (STEADY * STEADY * sum * sum) / samples && changeCount > 0) {
    out[FACT.CHANGES] = (changes * (samples - 1)) / changeCount;
    out[FACT.DEVIATIONS] = deviations;
  }
}
