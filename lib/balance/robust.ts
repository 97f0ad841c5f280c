/** Median; 0 of nothing. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median absolute deviation, scaled to the standard deviation of a normal distribution. */
export function robustScale(values: ArrayLike<number>): number {
  const center = median(values);
  return 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - center)));
}

/** The value that three quarters of them do not exceed; 0 of nothing. */
export function upperQuartile(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.ceil(0.75 * (sorted.length - 1))] ?? 0;
}
