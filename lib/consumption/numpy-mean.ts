const BLOCK = 128;

/**
 * The mean of the values that are there, with the rounding of `pandas.Series.mean` (NumPy's pairwise summation, missing
 * as 0); NaN is missing. A filled row is compared with the threshold, and a mean that equals it in decimals lands on one
 * side or the other by the last bit: to give the figures of the original, that bit has to be the same.
 */
export function numpyMean(values: ArrayLike<number>): number {
  let present = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) present++;
  return pairwiseSum(values, 0, values.length) / present;
}

const orZero = (value: number) => (Number.isNaN(value) ? 0 : value);

/** `pairwise_sum` of NumPy (numpy/_core/src/umath/loops_utils.h.src): eight running sums in blocks of 128. */
function pairwiseSum(values: ArrayLike<number>, from: number, length: number): number {
  if (length < 8) {
    let sum = 0;
    for (let i = from; i < from + length; i++) sum += orZero(values[i]!);
    return sum;
  }
  if (length <= BLOCK) {
    const r = Array.from({ length: 8 }, (_, j) => orZero(values[from + j]!));
    const whole = length - (length % 8);
    for (let i = 8; i < whole; i += 8) for (let j = 0; j < 8; j++) r[j]! += orZero(values[from + i + j]!);
    let sum = r[0]! + r[1]! + (r[2]! + r[3]!) + (r[4]! + r[5]! + (r[6]! + r[7]!));
    for (let i = whole; i < length; i++) sum += orZero(values[from + i]!);
    return sum;
  }
  const half = Math.floor(length / 2);
  const left = half - (half % 8);
  return pairwiseSum(values, from, left) + pairwiseSum(values, from + left, length - left);
}
