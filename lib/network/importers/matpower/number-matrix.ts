import type { Matrix } from './values';

const CELL = /[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Inf|inf|NaN|nan)(?=[\s,;\]%]|\.\.\.)/y;
const CELL_END = /^(?:[\s,;\]%]|\.\.\.)/;
const LONE_SIGN = /^[-+]\s/;
const MOST_CELLS = 60_000_000;

export interface ReadMatrix {
  matrix: Matrix;
  /** Behind the closing bracket. */
  end: number;
}

/** Why the text is no matrix of numbers, and where. */
export interface NoMatrix {
  problem: string;
  offset: number;
}

/** A cell that is computed, such as `12/sqrt(3)`, and where it ends. */
export type ComputedCell = (offset: number) => { value: number; end: number } | undefined;

/**
 * Reads a matrix of plain numbers fast, as the data of a case are.
 * @param from behind the opening bracket
 * @param computedCell for a cell that is no plain number
 */
export function readNumberMatrix(
  text: string,
  from: number,
  lineOf: (offset: number) => number,
  computedCell: ComputedCell,
): ReadMatrix | NoMatrix {
  const cells: number[] = [];
  const lines: number[] = [];
  let rowStart = 0;
  let columnCount = 0;
  let isContinued = false;
  let at = from;
  const endsRow = (offset: number): NoMatrix | undefined => {
    const width = cells.length - rowStart;
    if (width === 0) return undefined;
    if (lines.length === 0) columnCount = width;
    else if (width !== columnCount) {
      return { problem: `has a row of ${width} numbers, and the first has ${columnCount}`, offset };
    }
    lines.push(lineOf(offset));
    rowStart = cells.length;
    return undefined;
  };
  const computed = (offset: number) => {
    // In [3 - 2] the sign would belong to a cell that is read already.
    const cell = LONE_SIGN.test(text.slice(offset, offset + 2)) ? undefined : computedCell(offset);
    return cell && CELL_END.test(text.slice(cell.end, cell.end + 3)) ? cell : undefined;
  };
  for (;;) {
    const character = text[at];
    if (character === undefined) return { problem: 'has a matrix without an end', offset: from };
    if (character === '%') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '.' && text.startsWith('...', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      isContinued = true;
    } else if (character === ';' || character === '\n' || character === ']') {
      const fault = isContinued ? undefined : endsRow(at);
      isContinued = false;
      if (fault) return fault;
      at++;
      if (character !== ']') continue;
      const matrix = { rowCount: lines.length, columnCount, cells: Float64Array.from(cells), lines };
      return { matrix, end: at };
    } else if (character === ' ' || character === '\t' || character === '\r' || character === ',') at++;
    else {
      CELL.lastIndex = at;
      const plain = CELL.exec(text)?.[0];
      const cell = plain === undefined ? computed(at) : { value: numberOf(plain), end: at + plain.length };
      if (!cell) return { problem: `has "${text.slice(at, at + 20).split(/\s/)[0]}" for a number`, offset: at };
      if (cells.length >= MOST_CELLS) return { problem: 'has too many numbers', offset: at };
      cells.push(cell.value);
      at = cell.end;
    }
  }
}

const numberOf = (cell: string) =>
  /n/i.test(cell) ? Number(cell.replace(/inf/i, 'Infinity').replace(/nan/i, 'NaN')) : Number(cell);
