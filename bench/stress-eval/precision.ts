/**
 * Of the `count` items with the highest scores, the share that is among the `count` truly highest; of items that tie at
 * the edge of either list each counts with its chance to be in it, so that no order of nodes favours anyone.
 * @returns 0…1
 */
export function precisionAt(count: number, score: ArrayLike<number>, truth: ArrayLike<number>): number {
  const chosen = chances(count, score);
  const right = chances(count, truth);
  return chosen.reduce((sum, chance, item) => sum + chance * right[item]!, 0) / count;
}

/** Of each item the chance to be among the `count` highest when ties are broken by lot. */
function chances(count: number, values: ArrayLike<number>): Float64Array {
  const edge = Float64Array.from(values).sort()[values.length - count]!;
  let [above, at] = [0, 0];
  for (let item = 0; item < values.length; item++) {
    if (values[item]! > edge) above++;
    else if (values[item] === edge) at++;
  }
  return Float64Array.from(values, (value) => (value > edge ? 1 : value === edge ? (count - above) / at : 0));
}
