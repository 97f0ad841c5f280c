/**
 * Weighted ridge regression with several targets that share their features: minimises Σ w (y − a − x·b)² + λ Σw Σ (s b)²,
 * where s is the spread of a feature, so that λ has no unit. The intercept a is not shrunk (Hoerl and Kennard 1970).
 * @param rows features, one row an observation
 * @param targets one row an observation, one column a target
 * @param weights of the observations, above 0
 * @param lambda above 0
 */
export function ridge(
  rows: readonly ArrayLike<number>[],
  targets: readonly ArrayLike<number>[],
  weights: ArrayLike<number>,
  lambda: number,
): Ridge {
  const features = rows[0]?.length ?? 0;
  const mean = weightedMeans(rows, weights, features);
  const targetMean = weightedMeans(targets, weights, targets[0]?.length ?? 0);
  const gram = Array.from({ length: features }, () => new Float64Array(features));
  const cross = Array.from({ length: features }, () => new Float64Array(targetMean.length));
  let total = 0;
  for (const [n, row] of rows.entries()) {
    const weight = weights[n]!;
    total += weight;
    for (let i = 0; i < features; i++) {
      const x = weight * (row[i]! - mean[i]!);
      if (x === 0) continue;
      for (let j = 0; j <= i; j++) gram[i]![j]! += x * (row[j]! - mean[j]!);
      for (let t = 0; t < targetMean.length; t++) cross[i]![t]! += x * (targets[n]![t]! - targetMean[t]!);
    }
  }
  // A feature that never changes says nothing: its coefficient is 0.
  for (let i = 0; i < features; i++) gram[i]![i] = gram[i]![i]! * (1 + lambda) || total;
  solve(gram, cross);
  return { mean, targetMean, coefficients: cross };
}

/** What `ridge` found; `coefficients[feature][target]`. */
export interface Ridge {
  mean: Float64Array;
  targetMean: Float64Array;
  coefficients: readonly Float64Array[];
}

/** The value of one target for a row of features. */
export function predict({ mean, targetMean, coefficients }: Ridge, row: ArrayLike<number>, target: number): number {
  let value = targetMean[target]!;
  for (const [i, coefficient] of coefficients.entries()) value += coefficient[target]! * (row[i]! - mean[i]!);
  return value;
}

function weightedMeans(rows: readonly ArrayLike<number>[], weights: ArrayLike<number>, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  let total = 0;
  for (const [n, row] of rows.entries()) {
    total += weights[n]!;
    for (let i = 0; i < columns; i++) sums[i]! += weights[n]! * row[i]!;
  }
  return sums.map((sum) => sum / total);
}

/** Cholesky's method: turns the right sides into the solutions; only the lower half of the matrix is read. */
function solve(matrix: Float64Array[], right: Float64Array[]): void {
  const n = matrix.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      matrix[i]![j] = i === j ? Math.sqrt(sum) : sum / matrix[j]![j]!;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) subtract(right[i]!, matrix[i]![k]!, right[k]!);
    scale(right[i]!, 1 / matrix[i]![i]!);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) subtract(right[i]!, matrix[k]![i]!, right[k]!);
    scale(right[i]!, 1 / matrix[i]![i]!);
  }
}

function subtract(from: Float64Array, factor: number, row: Float64Array): void {
  for (let t = 0; t < from.length; t++) from[t]! -= factor * row[t]!;
}

function scale(row: Float64Array, factor: number): void {
  for (let t = 0; t < row.length; t++) row[t]! *= factor;
}
