/**
 * A single-precision number as the double with the fewest digits that rounds back to it: a text of it is half as long,
 * and nothing is lost.
 */
export function shortSingle(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  // Nine digits tell all single-precision numbers apart (IEEE 754-2008, 5.12.2).
  return Number(value.toPrecision(9));
}
