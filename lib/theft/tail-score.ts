/** Scores end here: beyond it, how rare a thing is can't be told from its spread. */
export const HIGHEST_SCORE = 12;

/**
 * −log10 of how often a normal variable lies at least |z| standard deviations to one side of its mean.
 * Mills' ratio by the continued fraction of Laplace; below 2 by the rational approximation of Abramowitz and Stegun
 * 26.2.17 (absolute error below 8e-8).
 */
export function tailScore(z: number): number {
  if (!(z > 0)) return 0;
  const density = (-z * z) / 2 - Math.log(Math.sqrt(2 * Math.PI));
  if (z < 2) {
    const t = 1 / (1 + 0.2316419 * z);
    const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return -(density + Math.log(sum)) / Math.LN10;
  }
  let fraction = z;
  for (let k = 20; k > 0; k--) fraction = z + k / fraction;
  return Math.min(HIGHEST_SCORE, -(density - Math.log(fraction)) / Math.LN10);
}
