/** How well scores put the positives (label 1, higher scores wanted) before the negatives. */
export interface Ranking {
  /** Chance that a positive scores higher than a negative, ties counted half: area under the ROC curve. */
  auc: number;
  /** Σ (R_k − R_(k−1)) · P_k over the distinct scores from the highest down, as scikit-learn's average_precision_score. */
  averagePrecision: number;
}

/**
 * @param scores any finite numbers; equal ones are ties
 * @param labels 0 or 1 for each score
 * @throws Error for other labels, a score that is NaN, or when one of the two classes is missing
 */
export function rank(scores: ArrayLike<number>, labels: ArrayLike<number>): Ranking {
  const { positives, negatives } = classesOf(scores, labels);
  let above = 0;
  let wins = 0;
  let averagePrecision = 0;
  let p = positives.length;
  let n = negatives.length;
  // From the highest score down, all that are equal at once.
  while (p > 0) {
    const score = positives[p - 1]!;
    while (n > 0 && negatives[n - 1]! > score) n--;
    const below = p;
    while (p > 0 && positives[p - 1] === score) p--;
    let tied = n;
    while (tied > 0 && negatives[tied - 1] === score) tied--;
    const found = below - p;
    wins += found * (tied + (n - tied) / 2);
    n = tied;
    above = positives.length - p;
    averagePrecision += (found / positives.length) * (above / (above + negatives.length - n));
  }
  return { auc: wins / (positives.length * negatives.length), averagePrecision };
}

/** Scores of both classes, ascending. */
function classesOf(scores: ArrayLike<number>, labels: ArrayLike<number>) {
  let count = 0;
  for (let i = 0; i < scores.length; i++) {
    const label = labels[i];
    if (label !== 0 && label !== 1) throw new Error(`label ${label} of row ${i}: give 0 or 1`);
    if (Number.isNaN(scores[i])) throw new Error(`the score of row ${i} is NaN`);
    count += label;
  }
  if (count === 0 || count === scores.length) throw new Error(`all ${scores.length} labels are of one class`);
  const positives = new Float64Array(count);
  const negatives = new Float64Array(scores.length - count);
  let p = 0;
  let n = 0;
  for (let i = 0; i < scores.length; i++) {
    if (labels[i] === 1) positives[p++] = scores[i]!;
    else negatives[n++] = scores[i]!;
  }
  return { positives: positives.sort(), negatives: negatives.sort() };
}
