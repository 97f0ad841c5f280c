/** Half of the width of the kernel, in periods of the lower of the two sample rates. */
export const HALF_WIDTH = 10;
/** Half-amplitude point over the lower Nyquist frequency: passes 0.64 of it, stops from all of it. */
const CUTOFF = 0.82;
/** Kaiser's beta for 60 dB (Kaiser 1974). */
const BETA = 5.65;
/** Places of the table to one period of the lower sample rate. */
export const KERNEL_STEPS = 512;

/**
 * Kaiser-windowed sinc, not normalised, from −HALF_WIDTH to HALF_WIDTH periods of the lower sample rate, to be read with
 * linear interpolation (error below 1e-5 of the crest); a zero more at its end spares a check.
 */
export const kaiserSinc = kernelTable();

function kernelTable(): Float64Array {
  const crest = HALF_WIDTH * KERNEL_STEPS;
  return Float64Array.from({ length: 2 * crest + 2 }, (_, i) => {
    const x = Math.abs(i - crest) / KERNEL_STEPS;
    if (x >= HALF_WIDTH) return 0;
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
