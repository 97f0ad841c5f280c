/** Half of the width of the kernel, in periods of the lower of the two sample rates. */
export const HALF_WIDTH = 10;
/** Half-amplitude point over the lower Nyquist frequency: passes 0.64 of it, stops from all of it. */
const CUTOFF = 0.82;
/** Kaiser's beta for 60 dB (Kaiser 1974). */
const BETA = 5.65;
const STEPS = 256;

const table = kernelTable();

/**
 * Kaiser-windowed sinc at `distance` (0 or more, in periods of the lower sample rate), from a table with linear
 * interpolation (error below 1e-4 of the crest); 0 from HALF_WIDTH on. Not normalised.
 */
export function kaiserSinc(distance: number): number {
  const place = distance * STEPS;
  const left = Math.floor(place);
  if (left >= HALF_WIDTH * STEPS) return 0;
  const a = table[left]!;
  return a + (place - left) * (table[left + 1]! - a);
}

function kernelTable(): Float64Array {
  return Float64Array.from({ length: HALF_WIDTH * STEPS + 1 }, (_, i) => {
    const x = i / STEPS;
    const turn = Math.PI * CUTOFF * x;
    const sinc = turn === 0 ? 1 : Math.sin(turn) / turn;
    return (sinc * besselI0(BETA * Math.sqrt(1 - (x / HALF_WIDTH) ** 2))) / besselI0(BETA);
  });
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-16 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
