import type { PhaseSamples } from './model-input';

/** At most so much of the record counts, in cycles: of a whole one, harmonics leave nothing. */
const LONGEST = 1;
/** The detector may be late: what lies closer to the inception may be of the event already. */
const GUARD = 1 / 24;
/** From less, in cycles, no sine can be told. */
const SHORTEST = 1 / 12;
/** From so much on, in cycles, a mean is told from the sine. */
const WITH_MEAN = 0.5;

/**
 * What the phases carried before an inception, by least squares from what is known of the cycle before it:
 * re and im of A, B, C, peak values in the unit of the samples, of re · cos ωt − im · sin ωt with the inception at t = 0. All
 * are 0 where less than a twelfth of a cycle is known.
 * @param inceptionMs after the first sample
 */
export function prefaultPhasors(
  { samples, sampleRateHz, frequencyHz }: PhaseSamples,
  inceptionMs: number,
): readonly number[] {
  const cycle = sampleRateHz / frequencyHz;
  const inception = (inceptionMs / 1000) * sampleRateHz;
  const to = Math.min(samples[0].length, Math.floor(inception - GUARD * cycle) + 1);
  const from = Math.max(0, to - Math.round(LONGEST * cycle));
  const count = to - from;
  const cycles = Math.max(0, count) / cycle;
  if (cycles < SHORTEST || count < 3) return [0, 0, 0, 0, 0, 0];
  const carrier = (part: (angle: number) => number) => {
    const values = Float64Array.from({ length: count }, (_, i) => part(((from + i - inception) / cycle) * 2 * Math.PI));
    // Without its mean, it leaves a mean of the samples aside.
    const mean = cycles >= WITH_MEAN ? values.reduce((sum, value) => sum + value, 0) / count : 0;
    return values.map((value) => value - mean);
  };
  const cosine = carrier(Math.cos);
  const sine = carrier((angle) => -Math.sin(angle));
  const [cc, cs, ss] = [product(cosine, cosine, 0), product(cosine, sine, 0), product(sine, sine, 0)];
  const determinant = cc * ss - cs * cs;
  return samples.flatMap((phase) => {
    const [c, s] = [product(cosine, phase, from), product(sine, phase, from)];
    return [(c * ss - s * cs) / determinant, (s * cc - c * cs) / determinant];
  });
}

/** Sum of products; the second from an index on. */
function product(one: Float64Array, other: ArrayLike<number>, from: number): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[from + i]!;
  return sum;
}
