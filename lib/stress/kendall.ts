/**
 * Kendall's τ-b of two rankings: pairs in the same order less pairs in the opposite one, over the geometric mean of the
 * pairs that each ranking tells apart, so that ties cost (Kendall, Biometrika 33, 1945; so also SciPy's kendalltau).
 * @returns −1…1; 0 where one of the two ties everything and so says nothing
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [score, toldByA, toldByB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const inA = Math.sign(a[i]! - a[j]!);
      const inB = Math.sign(b[i]! - b[j]!);
      score += inA * inB;
      toldByA += inA * inA;
      toldByB += inB * inB;
    }
  }
  return toldByA === 0 || toldByB === 0 ? 0 : score / Math.sqrt(toldByA * toldByB);
}
