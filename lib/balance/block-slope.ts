/** Slope of y on x through the origin, and how sure it is. */
export interface Slope {
  slope: number;
  /** Standard error, by leaving out one block after the other; Infinity with fewer than two blocks that tell anything. */
  error: number;
  /** Blocks in which x moves. */
  blocks: number;
}

/** x, y: values by window; NaN is not allowed. blockOf: block of each window, ascending, 0 first. */
export function blockSlope(x: ArrayLike<number>, y: ArrayLike<number>, blockOf: Int32Array): Slope {
  const count = blockOf.length === 0 ? 0 : blockOf[blockOf.length - 1]! + 1;
  const sxy = new Float64Array(count);
  const sxx = new Float64Array(count);
  let xy = 0;
  let xx = 0;
  for (let t = 0; t < blockOf.length; t++) {
    const block = blockOf[t]!;
    sxy[block]! += x[t]! * y[t]!;
    sxx[block]! += x[t]! * x[t]!;
  }
  for (let block = 0; block < count; block++) {
    xy += sxy[block]!;
    xx += sxx[block]!;
  }
  if (!(xx > 0)) return { slope: 0, error: Number.POSITIVE_INFINITY, blocks: 0 };
  return { slope: xy / xx, ...jackknife(sxy, sxx, xy, xx) };
}

/**
 * Leave-one-block-out jackknife of a ratio of sums (Efron & Tibshirani 1993, ch. 11). Windows of one block may depend on
 * each other as they like; a slope that rests on a single block gets a large error.
 */
function jackknife(sxy: Float64Array, sxx: Float64Array, xy: number, xx: number): { error: number; blocks: number } {
  const slopes: number[] = [];
  for (let block = 0; block < sxx.length; block++) {
    if (!(sxx[block]! > 0)) continue;
    const rest = xx - sxx[block]!;
    if (rest < 1e-9 * xx) return { error: Number.POSITIVE_INFINITY, blocks: 1 };
    slopes.push((xy - sxy[block]!) / rest);
  }
  const blocks = slopes.length;
  if (blocks < 2) return { error: Number.POSITIVE_INFINITY, blocks };
  const mean = slopes.reduce((sum, slope) => sum + slope, 0) / blocks;
  const squares = slopes.reduce((sum, slope) => sum + (slope - mean) ** 2, 0);
  return { error: Math.sqrt((squares * (blocks - 1)) / blocks), blocks };
}
