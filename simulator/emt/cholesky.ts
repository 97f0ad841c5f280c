/**
 * Solves A·x = b for a symmetric positive definite matrix, by A = L·Lᵀ.
 * Conductance matrices of circuits are such, as long as every node has a path to the reference.
 */
export class Cholesky {
  private readonly lower: Float64Array;
  private readonly inverseDiagonal: Float64Array;
  /** First column of a row that is not zero: nothing before it fills in. */
  private readonly first: Int32Array;

  /** @param size number of unknowns */
  constructor(private readonly size: number) {
    this.lower = new Float64Array(size * size);
    this.inverseDiagonal = new Float64Array(size);
    this.first = new Int32Array(size);
  }

  /**
   * @param matrix size × size, row by row; only the lower half is read
   * @throws Error when the matrix is not positive definite
   */
  factor(matrix: Float64Array): void {
    const { size, lower, inverseDiagonal, first } = this;
    for (let row = 0; row < size; row++) {
      const start = row * size;
      let begin = 0;
      while (begin < row && matrix[start + begin] === 0) begin++;
      first[row] = begin;
      for (let column = begin; column <= row; column++) {
        const other = column * size;
        let sum = matrix[start + column]!;
        for (let k = Math.max(begin, first[column]!); k < column; k++) sum -= lower[start + k]! * lower[other + k]!;
        if (column < row) lower[start + column] = sum * inverseDiagonal[column]!;
        else if (sum > 0) inverseDiagonal[row] = 1 / Math.sqrt(sum);
        else throw new Error(`node ${row} of the circuit has no path to the reference`);
      }
    }
  }

  /** Replaces b by x. */
  solve(b: Float64Array): void {
    const { size, lower, inverseDiagonal, first } = this;
    for (let row = 0; row < size; row++) {
      let sum = b[row]!;
      const start = row * size;
      for (let k = first[row]!; k < row; k++) sum -= lower[start + k]! * b[k]!;
      b[row] = sum * inverseDiagonal[row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      const value = b[row]! * inverseDiagonal[row]!;
      b[row] = value;
      const start = row * size;
      for (let k = first[row]!; k < row; k++) b[k] = b[k]! - lower[start + k]! * value;
    }
  }
}
