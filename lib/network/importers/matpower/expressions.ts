import { readNumberMatrix } from './number-matrix';
import { type Tokens, unquoted } from './tokens';
import { type CaseValue, elementwise, isMatrix, isScalar, type Matrix, NotComputed, scalar, sizeOf } from './values';

/** No statement of a case file comes near; deeper ones would not fit the stack. */
const MOST_DEPTH = 50;

const FUNCTIONS: ReadonlyMap<string, (x: number) => number> = new Map([
  ...(['abs', 'acos', 'asin', 'atan', 'cos', 'exp', 'log', 'sin', 'sqrt', 'tan'] as const).map(
    (name) => [name, Math[name]] as const,
  ),
]);
const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['Inf', Number.POSITIVE_INFINITY],
  ['inf', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
]);
const OPERATIONS: ReadonlyMap<string, (x: number, y: number) => number> = new Map([
  ['+', (x: number, y: number) => x + y],
  ['-', (x: number, y: number) => x - y],
  ['*', (x: number, y: number) => x * y],
  ['/', (x: number, y: number) => x / y],
  ['^', (x: number, y: number) => x ** y],
]);

/** Indices in one direction: all, or those that are named, from 1. */
export type Indices = 'all' | number[];

/**
 * Computes expressions of case files: numbers, matrices, columns of matrices, + − * / ^ element by element, a few
 * functions. Nothing is ever run: what isn't of these throws NotComputed.
 */
export class Expressions {
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: Tokens,
    /** Names may have dots. */
    private readonly variables: ReadonlyMap<string, CaseValue>,
  ) {}

  /** To be called before each statement. */
  begin(): void {
    this.depth = 0;
  }

  value(isInBrackets = false): CaseValue {
    if (++this.depth > MOST_DEPTH) throw new NotComputed('is nested too deeply');
    const first = this.product(isInBrackets);
    const sum = this.chain(first, ['+', '-'], isInBrackets, () => this.product(isInBrackets));
    this.depth--;
    return sum;
  }

  /** The indices within parentheses, of which the first one is read. */
  indices(): Indices[] {
    const found: Indices[] = [];
    do {
      if (this.tokens.takes(':')) found.push('all');
      else {
        const from = numbersOf(this.value());
        const isRange = from.length === 1 && this.tokens.takes(':');
        found.push(isRange ? range(from[0]!, numbersOf(this.value())[0]!) : from);
      }
    } while (this.tokens.takes(','));
    this.close(')');
    return found;
  }

  private product(isInBrackets: boolean): CaseValue {
    return this.chain(this.signed(isInBrackets), ['*', '/', '.*', './'], isInBrackets, () => this.signed(isInBrackets));
  }

  private signed(isInBrackets: boolean): CaseValue {
    if (this.tokens.takes('-')) {
      if (++this.depth > MOST_DEPTH) throw new NotComputed('is nested too deeply');
      const value = elementwise(scalar(-1), matrixOf(this.signed(isInBrackets)), (x, y) => x * y);
      this.depth--;
      return value;
    }
    this.tokens.takes('+');
    return this.chain(this.primary(), ['^', '.^'], isInBrackets, () =>
      this.tokens.takes('-') ? elementwise(scalar(-1), matrixOf(this.primary()), (x, y) => x * y) : this.primary(),
    );
  }

  private chain(first: CaseValue, signs: string[], isInBrackets: boolean, operand: () => CaseValue): CaseValue {
    let value = first;
    for (;;) {
      const { kind, text, spaceBefore } = this.tokens.peek();
      if (kind !== 'sign' || !signs.includes(text)) return value;
      // In [a -b] the sign belongs to the second of two elements.
      if (isInBrackets && spaceBefore && (text === '+' || text === '-') && this.isTight()) return value;
      this.tokens.next();
      const [left, right] = [matrixOf(value), matrixOf(operand())];
      // A product, quotient or power of matrices is not that of their elements.
      const needsScalar = text === '*' ? !isScalar(left) && !isScalar(right) : text === '/' && !isScalar(right);
      if (needsScalar || (text === '^' && !(isScalar(left) && isScalar(right)))) {
        throw new NotComputed(`computes ${text} of matrices`);
      }
      value = elementwise(left, right, OPERATIONS.get(text.replace('.', ''))!);
    }
  }

  private isTight(): boolean {
    const at = this.text.indexOf(this.tokens.peek().text, this.tokens.offset);
    return !/\s/.test(this.text[at + 1] ?? ' ');
  }

  private primary(): CaseValue {
    const { tokens } = this;
    const token = tokens.next();
    if (token.kind === 'number') return scalar(Number(token.text));
    if (token.kind === 'text') return unquoted(token.text);
    if (token.kind === 'name') return this.named(token.text);
    if (token.text === '(') {
      const value = this.value();
      this.close(')');
      return value;
    }
    if (token.text === '[') return this.matrix();
    if (token.text === '{') return this.texts();
    throw new NotComputed(`has "${token.text.trim() || 'an end'}" where a value should be`);
  }

  private named(first: string): CaseValue {
    const { tokens, variables } = this;
    let name = first;
    while (tokens.peek().text === '.' && tokens.next()) name += `.${tokens.next().text}`;
    const operation = FUNCTIONS.get(name);
    if (operation && !variables.has(name) && tokens.takes('(')) {
      const argument = matrixOf(this.value());
      this.close(')');
      return { ...argument, cells: argument.cells.map(operation) };
    }
    const constant = CONSTANTS.get(name);
    const value = variables.get(name) ?? (constant === undefined ? undefined : scalar(constant));
    if (value === undefined) throw new NotComputed(`uses ${name}, which is not known`);
    return tokens.peek().text === '(' && !tokens.peek().spaceBefore && tokens.next()
      ? selected(matrixOf(value), this.indices())
      : value;
  }

  private matrix(): Matrix {
    const { tokens, text } = this;
    const from = tokens.offset;
    const read = readNumberMatrix(
      text,
      from,
      (offset) => tokens.lineOf(offset),
      (offset) => this.computedCell(offset),
    );
    tokens.jump(from);
    if ('matrix' in read) {
      tokens.jump(read.end);
      return read.matrix;
    }
    const cells: number[] = [];
    for (;;) {
      if (tokens.takes(']')) return { rowCount: 1, columnCount: cells.length, cells: Float64Array.from(cells) };
      if (tokens.takes(',')) continue;
      const { kind, text: sign } = tokens.peek();
      if (kind === 'newline' || sign === ';') throw new NotComputed(read.problem, read.offset);
      cells.push(...numbersOf(this.value(true)));
    }
  }

  private computedCell(offset: number): { value: number; end: number } | undefined {
    const { depth } = this;
    this.tokens.jump(offset);
    try {
      const value = this.value(true);
      if (isMatrix(value) && isScalar(value)) return { value: value.cells[0]!, end: this.tokens.offset };
    } catch (error) {
      if (!(error instanceof NotComputed)) throw error;
    }
    this.depth = depth;
    return undefined;
  }

  private texts(): string[] {
    const texts: string[] = [];
    for (;;) {
      const token = this.tokens.next();
      if (token.text === '}') return texts;
      if (token.kind === 'text') texts.push(unquoted(token.text));
      else if (token.kind === 'end') throw new NotComputed('has a cell array without an end');
      else if (token.kind !== 'newline' && token.text !== ';' && token.text !== ',') texts.push(token.text);
    }
  }

  private close(sign: string): void {
    if (!this.tokens.takes(sign))
      throw new NotComputed(`has "${this.tokens.peek().text.trim()}" in place of "${sign}"`);
  }
}

export function matrixOf(value: CaseValue): Matrix {
  if (!isMatrix(value)) throw new NotComputed('computes with a text');
  return value;
}

/** The cells that indices name; also tells where they lie. */
export function cellsAt(matrix: Matrix, indices: readonly Indices[]): { rows: number[]; columns: number[] } {
  const { rowCount, columnCount } = matrix;
  if (indices.length !== 2) throw new NotComputed('indexes a matrix with other than rows and columns');
  const [rows, columns] = [inRange(indices[0]!, rowCount, matrix), inRange(indices[1]!, columnCount, matrix)];
  return { rows, columns };
}

function selected(matrix: Matrix, indices: readonly Indices[]): Matrix {
  const { rows, columns } = cellsAt(matrix, indices);
  const cells = new Float64Array(rows.length * columns.length);
  let at = 0;
  for (const row of rows) for (const column of columns) cells[at++] = matrix.cells[row * matrix.columnCount + column]!;
  return { rowCount: rows.length, columnCount: columns.length, cells };
}

function inRange(indices: Indices, count: number, matrix: Matrix): number[] {
  if (indices === 'all') return Array.from({ length: count }, (_, at) => at);
  return indices.map((index) => {
    if (Number.isInteger(index) && index >= 1 && index <= count) return index - 1;
    throw new NotComputed(`uses index ${index} of a matrix of ${sizeOf(matrix)}`);
  });
}

const numbersOf = (value: CaseValue) => [...matrixOf(value).cells];

function range(from: number, to: number): number[] {
  if (!(to - from < 1e6)) throw new NotComputed(`uses the range ${from}:${to}`);
  return Array.from({ length: Math.max(0, Math.floor(to - from) + 1) }, (_, at) => from + at);
}
