import type { Take } from './scratch';

/** Noise of the variance of a cycle over that of neighbours; more is no noise. */
const MOST_COLOUR = 4;

/** Three phases of a record and what each differs from a cycle earlier; NaN in the first cycle. */
export interface Changes {
  samples: readonly Float64Array[];
  changes: readonly Float64Array[];
  /** Standard deviation of the noise of each phase. */
  noises: readonly number[];
}

/** Standard normal deviate of a false alarm. */
const DEVIATE = 6;
/** The noise itself is an estimate; variances may be so much larger. */
const NOISE_ERROR = 1.25;

/**
 * Where a change begins that is too weak for single samples but lasts: the mean square of the three phases' differences
 * to a cycle earlier over a quarter of a cycle, against that of noise (chi-squared, by Wilson and Hilferty 1931) and
 * `steadyShare` of the currents of the last cycle; in samples; null without one. In a record that differs from its first
 * cycle's beginning at once, the difference ends one cycle after the change.
 */
export function weakChange(
  { samples, changes, noises }: Changes,
  cycle: number,
  { steadyShare, least }: { steadyShare: number; least: (index: number) => number },
  take: Take,
): number | null {
  const start = Math.ceil(cycle);
  const width = Math.max(3, Math.round(cycle / 4));
  const length = samples[0]!.length;
  if (length < start + width) return null;
  const energy = meanSquares(changes, start, take);
  const current = meanSquares(samples, 0, take);
  const mean = (sums: Float64Array, from: number, to: number) => (sums[to]! - sums[from]!) / (to - from);

  // Coloured noise differs more over a cycle than from sample to sample, and has fewer independent samples.
  const quiet = lowerQuartile(energy, start, width);
  const white = (2 * noises.reduce((sum, noise) => sum + noise ** 2, 0)) / noises.length;
  const chance = Math.max(white, quiet);
  const colour = Math.min(MOST_COLOUR, white > 0 ? chance / white : 1);
  const independent = (noises.length * width) / colour;
  const limit = chance * NOISE_ERROR * chiSquared(independent);
  for (let end = start + width; end <= length; end++) {
    const level = mean(energy, end - width, end);
    if (!(level > limit + least(end - 1) ** 2 + steadyShare ** 2 * mean(current, Math.max(0, end - start), end)))
      continue;
    const middle = (chance + level) / 2;
    // Where the sum of what exceeds the middle is least begins what exceeds it, and ends it where it is largest.
    const begin = turningPoint(energy, start, end, middle, -1);
    if (begin > start + width / 8) return begin;
    return turningPoint(energy, start, Math.min(length, 2 * start), middle, 1) - cycle;
  }
  return null;
}

/** Sums of the mean squares of the phases before each sample, zero up to `start`. */
function meanSquares(phases: readonly Float64Array[], start: number, take: Take): Float64Array {
  const [a, b, c] = phases as [Float64Array, Float64Array, Float64Array];
  const sums = take(a.length + 1).fill(0, 0, start + 1);
  let sum = 0;
  for (let i = start; i < a.length; i++) {
    sum += (a[i]! ** 2 + b[i]! ** 2 + c[i]! ** 2) / 3;
    sums[i + 1] = sum;
  }
  return sums;
}

function lowerQuartile(sums: Float64Array, start: number, width: number): number {
  const means: number[] = [];
  for (let end = start + width; end < sums.length; end += width) means.push((sums[end]! - sums[end - width]!) / width);
  return means.sort((a, b) => a - b)[Math.floor(means.length / 4)]!;
}

/** Factor over its mean that a mean of squares of so many standard normal numbers exceeds next to never. */
function chiSquared(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return (1 - spread + DEVIATE * Math.sqrt(spread)) ** 3;
}

/** Sample before which the sum of (energy − middle) from `from` on is extreme: least for sign −1, largest for 1. */
function turningPoint(sums: Float64Array, from: number, to: number, middle: number, sign: 1 | -1): number {
  let [best, place] = [0, from];
  for (let i = from + 1; i <= to; i++) {
    const sum = sign * (sums[i]! - sums[from]! - (i - from) * middle);
    if (sum > best) [best, place] = [sum, i];
  }
  return place;
}
