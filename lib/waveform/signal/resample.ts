import { HALF_WIDTH, KERNEL_STEPS, kaiserSinc } from './kaiser-sinc';
import { type Take, withScratch } from './scratch';

/** Equally spaced times: fromMs + i · stepMs, ms after the first sample of the record. */
export interface TimeGrid {
  fromMs: number;
  stepMs: number;
  count: number;
}

export interface Resampled {
  /** One array of `grid.count` values for each channel; 0 where the record says nothing. */
  channels: Float64Array[];
  /** First point of the grid within the record. */
  from: number;
  /** First point behind the record; `from` where no point lies in it. */
  to: number;
}

/** A grid point that lies so few samples outside the record is within it: rounding of times. */
const ROUNDING = 1e-6;
/** Places between samples that differ by less, in samples, are the same. */
const SAME_PLACE = 1e-11;

/**
 * Channels of equal length, sampled together at `sampleRateHz`, at the times of a grid: a Kaiser-windowed sinc passes
 * up to 0.64 of the lower of the two Nyquist frequencies within 0.1 % and stops from that frequency on by 60 dB
 * (Oppenheim & Schafer, Discrete-Time Signal Processing, 7.5). Constants stay exactly what they are.
 *
 * Only the first `usable` samples are looked at (default: all). What lies outside them is unknown: the kernel sees the
 * record turned about its end points there, which keeps level and slope, and points of the grid beyond are 0.
 */
export function resample(
  channels: readonly ArrayLike<number>[],
  sampleRateHz: number,
  grid: TimeGrid,
  usable = Number.POSITIVE_INFINITY,
): Resampled {
  const memory = new Float64Array(channels.length * grid.count);
  const values = channels.map((_, i) => memory.subarray(i * grid.count, (i + 1) * grid.count));
  const length = Math.min(usable, ...channels.map((channel) => channel.length));
  const start = (grid.fromMs / 1000) * sampleRateHz;
  const step = (grid.stepMs / 1000) * sampleRateHz;
  const from = clamp(Math.ceil((-ROUNDING - start) / step), 0, grid.count);
  const to = clamp(Math.floor((length - 1 + ROUNDING - start) / step) + 1, from, grid.count);
  if (length < 1 || from === to) return { channels: values, from, to: from };
  withScratch((take) => putPoints(values, channels, { length, start, step, from, to }, take));
  return { channels: values, from, to };
}

/** Points `from` … `to` − 1 of a grid, `step` samples apart, the first one at `start`, among the first `length` samples. */
interface Places {
  length: number;
  start: number;
  step: number;
  from: number;
  to: number;
}

function putPoints(
  values: readonly Float64Array[],
  channels: readonly ArrayLike<number>[],
  { length, start, step, from, to }: Places,
  take: Take,
): void {
  const stretch = stretchOf(step);
  const reach = HALF_WIDTH * stretch;
  const first = Math.ceil(start + from * step - reach) - 1;
  // One for the rounding of places, one that is weighed with zero.
  const last = Math.floor(start + (to - 1) * step + reach) + 2;
  const padded = channels.map((channel) => turnedAtEnds(channel, length, first, last, take));
  const weights = take(2 * Math.ceil(reach) + 2);
  const sums = take(3);
  const period = periodOf(step, to - from);
  const shift = Math.round(period * step);
  for (let early = from; early < from + period; early++) {
    const centre = start + early * step;
    const begin = Math.ceil(centre - reach);
    const count = Math.floor(centre + reach) - begin + 1;
    const sum = kernelAt((begin - centre) / stretch, 1 / stretch, weights, count);
    for (let a = 0; a < padded.length; a += 3) {
      const b = Math.min(a + 1, padded.length - 1);
      const c = Math.min(a + 2, padded.length - 1);
      for (let i = early, at = begin - first; i < to; i += period, at += shift) {
        putWeighted(sums, padded[a]!, padded[b]!, padded[c]!, at, weights, count);
        values[a]![i] = sums[0]! / sum;
        values[b]![i] = sums[1]! / sum;
        values[c]![i] = sums[2]! / sum;
      }
    }
  }
}

/** How many points of a grid, of those with only `usable` samples looked at, are what they would be with all samples. */
export function settledPoints(sampleRateHz: number, grid: TimeGrid, usable: number): number {
  const start = (grid.fromMs / 1000) * sampleRateHz;
  const step = (grid.stepMs / 1000) * sampleRateHz;
  return clamp(Math.floor((usable - 1 - HALF_WIDTH * stretchOf(step) - start) / step), 0, grid.count);
}

/** Samples to one period of the lower rate, of `step` samples from point to point. */
const stretchOf = (step: number) => Math.max(1, step);

/** Points after which a grid lies at the same places between samples again; `count` where it doesn't before. */
function periodOf(step: number, count: number): number {
  for (let points = 1; points < count; points++) {
    if (Math.abs(points * step - Math.round(points * step)) < SAME_PLACE) return points;
  }
  return count;
}

/** Weights at `count` distances from `first` on, in periods of the lower rate, into `weights`, and a zero; their sum. */
function kernelAt(first: number, step: number, weights: Float64Array, count: number): number {
  // Imports are looked up at each use: not in a loop of so many turns.
  const table = kaiserSinc;
  const begin = (first + HALF_WIDTH) * KERNEL_STEPS;
  const stride = step * KERNEL_STEPS;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const place = begin + k * stride;
    const left = place | 0;
    const value = table[left]! + (place - left) * (table[left + 1]! - table[left]!);
    weights[k] = value;
    sum += value;
  }
  weights[count] = 0;
  return sum;
}

/** Weighted sums of three channels, in one loop since each addition waits for the one before. */
function putWeighted(
  sums: Float64Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  begin: number,
  weights: Float64Array,
  count: number,
): void {
  let sumA = 0;
  let sumB = 0;
  let sumC = 0;
  // Two at a time, which is a fifth faster; behind an odd number stands a weight of zero.
  for (let k = 0; k < count; k += 2) {
    const at = begin + k;
    const weight = weights[k]!;
    const next = weights[k + 1]!;
    sumA = sumA + weight * a[at]! + next * a[at + 1]!;
    sumB = sumB + weight * b[at]! + next * b[at + 1]!;
    sumC = sumC + weight * c[at]! + next * c[at + 1]!;
  }
  sums[0] = sumA;
  sums[1] = sumB;
  sums[2] = sumC;
}

/** Samples `first` … `last` of a channel of which `length` are known, continued by point reflection at its ends. */
function turnedAtEnds(
  channel: ArrayLike<number>,
  length: number,
  first: number,
  last: number,
  take: Take,
): Float64Array {
  const out = take(last - first + 1);
  const end = length - 1;
  const begin = Math.min(0, last + 1);
  const behind = Math.max(length, first);
  for (let i = first; i < begin; i++) out[i - first] = 2 * channel[0]! - channel[Math.min(end, -i)]!;
  for (let i = Math.max(first, 0); i <= Math.min(last, end); i++) out[i - first] = channel[i]!;
  for (let i = behind; i <= last; i++) out[i - first] = 2 * channel[end]! - channel[Math.max(0, 2 * end - i)]!;
  return out;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
