/** A symmetric sparse matrix by columns: of each column the rows and values, the diagonal among them. */
export interface SymmetricMatrix {
  size: number;
  /** size + 1 places. */
  start: Int32Array;
  row: Int32Array;
  value: Float64Array;
}

/** A pivot smaller than this share of its diagonal element is rounding. */
const LEAST_PIVOT = 1e-12;

/**
 * A = L·D·Lᵀ of a symmetric sparse matrix in a given order, factored once, solved for many right sides. D may be
 * negative, so lines with series capacitors are welcome. Source: Davis, "Algorithm 849: A concise sparse Cholesky
 * factorization package", ACM Trans. Math. Software 31, 2005 (up-looking, elimination tree).
 */
export class LdlFactor {
  private readonly start: Int32Array;
  private readonly row: Int32Array;
  private readonly value: Float64Array;
  private readonly diagonal: Float64Array;
  private readonly work: Float64Array;
  /** Of each row of A its place in the order. */
  private readonly place: Int32Array;
  /** For solutions of a few places: 0 everywhere between two. */
  private readonly few: Float64Array;
  private readonly marks: Uint8Array;

  /**
   * @param order which row is eliminated first, second, …
   * @throws SingularMatrix that names the row at which no pivot is left
   */
  constructor(
    matrix: SymmetricMatrix,
    private readonly order: Int32Array,
  ) {
    const { size } = matrix;
    const place = new Int32Array(size);
    for (const [at, row] of order.entries()) place[row] = at;
    const { parent, start } = eliminationTree(matrix, order, place);
    this.start = start;
    this.row = new Int32Array(start[size]!);
    this.value = new Float64Array(start[size]!);
    this.diagonal = new Float64Array(size);
    this.work = new Float64Array(size);
    this.place = place;
    this.few = new Float64Array(size);
    this.marks = new Uint8Array(size);
    this.factor(matrix, place, parent);
  }

  /** x of A·x = b; b is left as it is. */
  solve(b: Float64Array): Float64Array {
    const { start, row, value, diagonal, order, work } = this;
    const size = order.length;
    for (let at = 0; at < size; at++) work[at] = b[order[at]!]!;
    for (let at = 0; at < size; at++) {
      const known = work[at]!;
      if (known !== 0) for (let p = start[at]!; p < start[at + 1]!; p++) work[row[p]!]! -= value[p]! * known;
    }
    const x = new Float64Array(size);
    for (let at = size - 1; at >= 0; at--) {
      let sum = work[at]! / diagonal[at]!;
      for (let p = start[at]!; p < start[at + 1]!; p++) sum -= value[p]! * work[row[p]!]!;
      work[at] = sum;
      x[order[at]!] = sum;
    }
    return x;
  }

  /**
   * x of A·x = e, at some rows only, where e is 1 at one row and 0 elsewhere: of L only the columns on the ways from these
   * rows to the root of the elimination tree are needed, a small part where the rows lie near each other. To the bit what
   * `solve` gives. Source: Gilbert and Peierls, SIAM J. Sci. Stat. Comput. 9, 1988 (sparse right sides).
   */
  solveUnit(unit: number, rows: ArrayLike<number>): Float64Array {
    const { start, row, value, diagonal, place, few: x, marks } = this;
    x[place[unit]!] = 1;
    for (let at = place[unit]!; at >= 0; at = this.parentOf(at)) {
      const known = x[at]!;
      for (let p = start[at]!; p < start[at + 1]!; p++) x[row[p]!]! -= value[p]! * known;
    }
    const needed: number[] = [];
    const need = (from: number) => {
      for (let at = from; at >= 0 && marks[at] === 0; at = this.parentOf(at)) {
        marks[at] = 1;
        needed.push(at);
      }
    };
    need(place[unit]!);
    for (let i = 0; i < rows.length; i++) need(place[rows[i]!]!);
    // Parents stand behind their children in the order.
    const down = Int32Array.from(needed).sort().reverse();
    for (const at of down) {
      let sum = x[at]! / diagonal[at]!;
      for (let p = start[at]!; p < start[at + 1]!; p++) sum -= value[p]! * x[row[p]!]!;
      x[at] = sum;
    }
    const found = Float64Array.from(rows, (each) => x[place[each]!]!);
    for (const at of down) x[at] = marks[at] = 0;
    return found;
  }

  /** The first row below the diagonal of a column of L is its parent in the elimination tree; −1: none. */
  private parentOf(at: number): number {
    return this.start[at]! < this.start[at + 1]! ? this.row[this.start[at]!]! : -1;
  }

  private factor(
    { size, start: from, row: rows, value: values }: SymmetricMatrix,
    place: Int32Array,
    parent: Int32Array,
  ) {
    const { start, row, value, diagonal, order, work: y } = this;
    const filled = start.slice(0, size);
    const pattern = new Int32Array(size);
    const path = new Int32Array(size);
    const seen = new Int32Array(size).fill(-1);
    for (let k = 0; k < size; k++) {
      // Row k of L is met along the elimination tree from the rows of column k above the diagonal.
      let top = size;
      seen[k] = k;
      let pivot = 0;
      const column = order[k]!;
      for (let p = from[column]!; p < from[column + 1]!; p++) {
        let i = place[rows[p]!]!;
        if (i > k) continue;
        if (i === k) {
          pivot += values[p]!;
          continue;
        }
        y[i]! += values[p]!;
        let length = 0;
        for (; seen[i] !== k; i = parent[i]!) {
          path[length++] = i;
          seen[i] = k;
        }
        while (length > 0) pattern[--top] = path[--length]!;
      }
      const whole = Math.abs(pivot);
      for (; top < size; top++) {
        const i = pattern[top]!;
        const known = y[i]!;
        y[i] = 0;
        const end = filled[i]!;
        for (let p = start[i]!; p < end; p++) y[row[p]!]! -= value[p]! * known;
        const factor = known / diagonal[i]!;
        pivot -= factor * known;
        row[end] = k;
        value[end] = factor;
        filled[i] = end + 1;
      }
      if (!(Math.abs(pivot) > LEAST_PIVOT * whole)) throw new SingularMatrix(column);
      diagonal[k] = pivot;
    }
  }
}

/** A matrix that has no factors of this form in the given order. */
export class SingularMatrix extends Error {
  constructor(readonly row: number) {
    super(`the matrix is singular at row ${row}`);
  }
}

/** Of each column of L its parent in the elimination tree (−1: none) and where it starts. */
function eliminationTree({ size, start: from, row: rows }: SymmetricMatrix, order: Int32Array, place: Int32Array) {
  const parent = new Int32Array(size).fill(-1);
  const seen = new Int32Array(size);
  const start = new Int32Array(size + 1);
  for (let k = 0; k < size; k++) {
    seen[k] = k;
    const column = order[k]!;
    for (let p = from[column]!; p < from[column + 1]!; p++) {
      for (let i = place[rows[p]!]!; i < k && seen[i] !== k; i = parent[i]!) {
        if (parent[i] === -1) parent[i] = k;
        start[i + 1]! += 1;
        seen[i] = k;
      }
    }
  }
  for (let k = 0; k < size; k++) start[k + 1]! += start[k]!;
  return { parent, start };
}
