import type { MeterWindow } from './meter-window';

/** Power by which it may differ in any case: meters round to 1 W and measure the three quantities one after the other. */
const FLOOR_W = 5;
/** Rounding of a power factor of two decimals. */
const FACTOR_ROUNDING = 0.006;
/** So many samples must contradict, and at least half of those that can be judged. */
const LEAST_SAMPLES = 12;
/** Below this nothing is left of a current once it is rounded. */
const LEAST_POWER_W = 50;

/**
 * By how much power contradicts voltage × current × power factor in a window, in percent of the larger of the two;
 * without a power factor only more power than voltage × current is one. 0 unless at least half of the samples, and at
 * least 12, differ by more than `limitPercent`, 5 W and what rounding explains: a sample in which the load changes
 * between the measurements of its quantities is none.
 */
export function powerMismatchPercent(window: MeterWindow, limitPercent: number): number {
  const { powerW, voltageV, currentA, powerFactor } = window;
  const currentRounding = roundingOf(currentA);
  let judged = 0;
  let contradicting = 0;
  let power = 0;
  let expected = 0;
  for (let i = 0; i < powerW.length; i++) {
    const measured = Math.abs(powerW[i]!);
    const apparent = voltageV[i]! * Math.abs(currentA[i]!);
    const factor = Math.abs(powerFactor[i]!);
    const hasFactor = !Number.isNaN(factor);
    const meant = hasFactor ? apparent * factor : apparent;
    const larger = Math.max(measured, meant);
    if (!(larger >= LEAST_POWER_W)) continue;
    judged++;
    const difference = hasFactor ? Math.abs(measured - meant) : measured - meant;
    const rounding = voltageV[i]! * currentRounding + (hasFactor ? apparent * FACTOR_ROUNDING : 0);
    if (difference <= FLOOR_W + (limitPercent / 100) * larger + rounding) continue;
    contradicting++;
    power += measured;
    expected += meant;
  }
  if (contradicting < LEAST_SAMPLES || contradicting * 2 < judged) return 0;
  return (100 * Math.abs(power - expected)) / Math.max(power, expected);
}

/** What rounding may have taken from the currents of a window, told by their decimals: some meters send whole amperes. */
function roundingOf(currentA: Float32Array): number {
  let rounding = 0.5;
  for (const current of currentA) {
    if (Number.isNaN(current)) continue;
    if (rounding === 0.5 && !Number.isInteger(current)) rounding = 0.1;
    // A float of 32 bits holds tenths of amperes to about 1e-5.
    if (rounding === 0.1 && Math.abs(current * 10 - Math.round(current * 10)) > 1e-3) return 0.01;
  }
  return rounding;
}
