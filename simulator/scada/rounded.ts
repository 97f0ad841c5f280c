/** As an instrument gives it: so many digits behind the point. */
export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  // Adding zero makes -0 a 0.
  return Math.round(value * factor) / factor + 0;
}
