const EULER_GAMMA = 0.5772156649015329;

/**
 * Average path length of an unsuccessful search in a binary tree of `size` rows: what a leaf that holds more than one
 * row would still add, and what a forest's paths are measured against. Liu, Ting, Zhou, "Isolation Forest" (2008),
 * equation 1, with its harmonic number H(i) ≈ ln i + γ; 0 and 1 for one and two rows, as scikit-learn has it.
 */
export function averagePathLength(size: number): number {
  if (size <= 1) return 0;
  if (size === 2) return 1;
  return 2 * (Math.log(size - 1) + EULER_GAMMA) - (2 * (size - 1)) / size;
}

/** Levels below the root that a tree of `sampleSize` rows may have: about the average depth. */
export function heightLimit(sampleSize: number): number {
  return Math.ceil(Math.log2(Math.max(sampleSize, 2)));
}
