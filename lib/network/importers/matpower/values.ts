/** A matrix, row by row; a scalar is one of 1 × 1. */
export interface Matrix {
  rowCount: number;
  columnCount: number;
  cells: Float64Array;
  /** Of a matrix that stands in the file, the line of each row. */
  lines?: number[];
}

/** What an expression gives: numbers, a text, or the texts of a cell array. */
export type CaseValue = Matrix | string | string[];

export const isMatrix = (value: CaseValue): value is Matrix => typeof value === 'object' && 'cells' in value;

export const scalar = (value: number): Matrix => ({ rowCount: 1, columnCount: 1, cells: Float64Array.of(value) });

export const isScalar = ({ rowCount, columnCount }: Matrix) => rowCount === 1 && columnCount === 1;

/** What a case file says and we don't compute; whether that matters is for its statement to tell. */
export class NotComputed extends Error {
  constructor(
    readonly problem: string,
    /** Where in the text, if it is not at the beginning of the statement. */
    readonly offset?: number,
  ) {
    super(problem);
  }
}

/** Same shapes, or one of them a scalar. */
export function elementwise(a: Matrix, b: Matrix, operation: (x: number, y: number) => number): Matrix {
  const [shape, isOneA, isOneB] = [isScalar(a) ? b : a, isScalar(a), isScalar(b)];
  if (!isOneA && !isOneB && (a.rowCount !== b.rowCount || a.columnCount !== b.columnCount)) {
    throw new NotComputed(`joins matrices of ${sizeOf(a)} and ${sizeOf(b)}`);
  }
  const cells = shape.cells.map((_, at) => operation(a.cells[isOneA ? 0 : at]!, b.cells[isOneB ? 0 : at]!));
  return { rowCount: shape.rowCount, columnCount: shape.columnCount, cells };
}

export const sizeOf = ({ rowCount, columnCount }: Matrix) => `${rowCount} × ${columnCount}`;
