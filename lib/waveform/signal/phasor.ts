import { resample } from './resample';

/** Points to a cycle in which phasors are computed; a power of two. */
export const CYCLE_POINTS = 64;
/** Harmonics that are computed, the fundamental included. */
export const HARMONICS = 10;
const ORDERS = Array.from({ length: HARMONICS }, (_, i) => i + 1);

const cosines = Float64Array.from({ length: CYCLE_POINTS }, (_, i) => Math.cos((2 * Math.PI * i) / CYCLE_POINTS));
const sines = Float64Array.from({ length: CYCLE_POINTS }, (_, i) => Math.sin((2 * Math.PI * i) / CYCLE_POINTS));

/** Amplitude and angle as a complex number: re + j·im = amplitude · e^(j·angle) of amplitude · cos(ωt + angle). */
export interface Phasor {
  re: number;
  im: number;
}

/** One cycle of one channel: mean and peak-valued phasors; `harmonics[0]` is the fundamental. */
export interface CyclePhasors {
  dc: number;
  harmonics: Phasor[];
}

export const magnitude = ({ re, im }: Phasor): number => Math.hypot(re, im);

/**
 * Phasors of `points` values from `begin` on, spaced CYCLE_POINTS to a cycle: the discrete Fourier transform over one
 * cycle, `points` = CYCLE_POINTS; over fewer points an approximation. Angles count from the first point.
 */
export function phasorsOfPoints(values: Float64Array, begin: number, points = CYCLE_POINTS): CyclePhasors {
  const harmonics = ORDERS.map((order) => phasorOfPoints(values, begin, points, order));
  return { dc: meanOfPoints(values, begin, points), harmonics };
}

/** The mean of phasorsOfPoints alone. */
export function meanOfPoints(values: Float64Array, begin: number, points: number): number {
  let sum = 0;
  for (let i = 0; i < points; i++) sum += values[begin + i]!;
  return points > 0 ? sum / points : 0;
}

/** The harmonic `order` of phasorsOfPoints alone; the fundamental is 1. */
export function phasorOfPoints(values: Float64Array, begin: number, points: number, order: number): Phasor {
  let re = 0;
  let im = 0;
  for (let i = 0; i < points; i++) {
    const at = (i * order) & (CYCLE_POINTS - 1);
    re += values[begin + i]! * cosines[at]!;
    im -= values[begin + i]! * sines[at]!;
  }
  const scale = points > 0 ? 2 / points : 0;
  return { re: re * scale, im: im * scale };
}

/**
 * Phasors (peak values) of channels over the one cycle of `frequencyHz` from `fromMs` on, also where a cycle is no
 * whole number of samples; null unless the record covers the cycle. Harmonics above 0.64 of the Nyquist frequency are
 * attenuated.
 */
export function phasors(
  channels: readonly ArrayLike<number>[],
  sampleRateHz: number,
  frequencyHz: number,
  fromMs: number,
): CyclePhasors[] | null {
  const stepMs = 1000 / frequencyHz / CYCLE_POINTS;
  const { channels: points, from, to } = resample(channels, sampleRateHz, { fromMs, stepMs, count: CYCLE_POINTS });
  if (from > 0 || to < CYCLE_POINTS) return null;
  return points.map((values) => phasorsOfPoints(values, 0));
}

/** Total harmonic distortion: root of the squared harmonics from the 2nd to the 10th over the fundamental (IEC 61000-4-7). */
export function totalHarmonicDistortion({ harmonics }: CyclePhasors): number {
  const fundamental = magnitude(harmonics[0]!);
  const rest = Math.hypot(...harmonics.slice(1).map(magnitude));
  return fundamental > 0 ? rest / fundamental : rest > 0 ? Number.POSITIVE_INFINITY : 0;
}

/** Root of the mean square of samples `from` … `to` − 1; 0 of none. */
export function rms(values: ArrayLike<number>, from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]! ** 2;
  return to > from ? Math.sqrt(sum / (to - from)) : 0;
}
