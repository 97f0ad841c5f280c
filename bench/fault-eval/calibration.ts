/** A probability that was said, and whether it came true. */
export interface Said {
  probability: number;
  isRight: boolean;
}

/** One bin of a reliability diagram. */
export interface Bin {
  from: number;
  to: number;
  count: number;
  meanProbability: number;
  shareRight: number;
}

/** Bins of equal width over 0…1; empty ones are left out. */
export function reliability(said: readonly Said[], bins = 15): Bin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, probability: 0, right: 0 }));
  for (const { probability, isRight } of said) {
    const bin = sums[Math.min(bins - 1, Math.floor(probability * bins))]!;
    bin.count++;
    bin.probability += probability;
    if (isRight) bin.right++;
  }
  return sums.flatMap(({ count, probability, right }, i) =>
    count === 0
      ? []
      : [
          {
            from: i / bins,
            to: (i + 1) / bins,
            count,
            meanProbability: probability / count,
            shareRight: right / count,
          },
        ],
  );
}

/**
 * Expected calibration error: the mean distance of probability and share right over the bins, weighted by their counts
 * (Guo et al., On Calibration of Modern Neural Networks, 2017). NaN of nothing.
 */
export function expectedCalibrationError(said: readonly Said[], bins = 15): number {
  const weighted = reliability(said, bins).map(
    ({ count, meanProbability, shareRight }) => count * Math.abs(meanProbability - shareRight),
  );
  return weighted.reduce((sum, value) => sum + value, 0) / said.length;
}
