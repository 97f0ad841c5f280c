const BLOCK = 128;

/**
 * The mean of the values that are there, with the rounding of `pandas.Series.mean` (NumPy's pairwise summation, missing
 * as 0); NaN is missing. A filled row is compared with the threshold, and a mean that equals it in decimals lands on one
 * side or the other by the last bit: to give the figures of the original, that bit has to be the same.
 */
export function numpyMean(values: ArrayLike<number>): number {
  const zeroed = new Float64Array(values.length);
  let present = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    zeroed[i] = value;
    present++;
  }
  return pairwiseSum(zeroed, 0, zeroed.length) / present;
}

/** `pairwise_sum` of NumPy (numpy/_core/src/umath/loops_utils.h.src): eight running sums in blocks of 128. */
function pairwiseSum(values: Float64Array, from: number, length: number): number {
  if (length < 8) {
    let sum = 0;
    for (let i = from; i < from + length; i++) sum += values[i]!;
    return sum;
  }
  if (length <= BLOCK) {
    const r = values.slice(from, from + 8);
    const whole = length - (length % 8);
    for (let i = 8; i < whole; i += 8) for (let j = 0; j < 8; j++) r[j]! += values[from + i + j]!;
    let sum = r[0]! + r[1]! + (r[2]! + r[3]!) + (r[4]! + r[5]! + (r[6]! + r[7]!));
    for (let i = whole; i < length; i++) sum += values[from + i]!;
    return sum;
  }
  const half = Math.floor(length / 2);
  const left = half - (half % 8);
  return pairwiseSum(values, from, left) + pairwiseSum(values, from + left, length - left);
}
