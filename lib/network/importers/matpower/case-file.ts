import { NetworkFault } from '../network-fault';
import { CONSTANT_LISTS, NAMED_CONSTANTS } from './constants';
import { cellsAt, Expressions, type Indices, matrixOf } from './expressions';
import { Tokens } from './tokens';
import { type CaseValue, isScalar, type Matrix, NotComputed, scalar, sizeOf } from './values';

/** What of a case makes the network: a statement that changes these has to be understood. */
const NEEDED = ['baseMVA', 'bus', 'gen', 'branch'];
const BLOCKS = new Set(['if', 'for', 'while', 'switch', 'try', 'parfor', 'eval', 'evalin', 'assignin', 'feval']);
/** Of statements that don't concern the network: in more than that something else is wrong. */
const MOST_PASSED = 10_000;
const REMEDY = "save the case with MATPOWER's savecase, which writes plain numbers, and import that";

/** The variables of a case file after its last statement, e.g. `mpc.bus`. */
export interface CaseFile {
  name: string;
  /** Name of the structure, mostly `mpc`. */
  structure: string;
  variables: ReadonlyMap<string, CaseValue>;
}

/**
 * Computes the statements of a MATPOWER case file in their order, so that one that converts its units at the end gives
 * what MATPOWER would. Statements that do not concern the network are passed over; none is ever run.
 * @throws NetworkFault with the line of a statement that concerns the network and isn't understood
 */
export function readCaseFile(file: string, text: string): CaseFile {
  return new CaseReader(file, text).read();
}

class CaseReader {
  private readonly variables = new Map<string, CaseValue>();
  private readonly tokens: Tokens;
  private readonly expressions: Expressions;
  private name: string;
  private structure = 'mpc';
  /** What the statement assigns, once that is known. */
  private targets: string[] = [];
  private passed = 0;

  constructor(
    private readonly file: string,
    text: string,
  ) {
    this.name = file.replace(/\.[^.]*$/, '');
    this.tokens = new Tokens(text);
    this.expressions = new Expressions(text, this.tokens, this.variables);
  }

  read(): CaseFile {
    const { tokens } = this;
    for (let isMore = true; isMore; ) {
      const { offset } = tokens;
      this.targets = [];
      this.expressions.begin();
      try {
        isMore = this.statement();
      } catch (error) {
        if (!(error instanceof NotComputed)) throw error;
        this.passOver(error, offset);
      }
    }
    return { name: this.name, structure: this.structure, variables: this.variables };
  }

  /** Computes one statement, or passes a separator; false at the end of the file. */
  private statement(): boolean {
    const { tokens } = this;
    const { kind, text } = tokens.peek();
    if (kind === 'end') return false;
    if (tokens.takes('\n') || tokens.takes(';') || tokens.takes(',')) return true;
    if (kind === 'name' && BLOCKS.has(text)) this.fail(`has "${text}", which is not computed`, tokens.line);
    tokens.next();
    if (text === '[') this.constants();
    else if (kind !== 'name') throw new NotComputed(`has "${text}" where a statement should be`);
    else if (text === 'function') this.header();
    else if (text === 'define_constants') for (const [name, value] of NAMED_CONSTANTS) this.set(name, scalar(value));
    else if (text !== 'end' && text !== 'return') this.assignment(text);
    const after = tokens.peek();
    if (after.kind !== 'end' && after.kind !== 'newline' && after.text !== ';' && after.text !== ',') {
      throw new NotComputed(`has "${after.text}" behind a statement`);
    }
    return true;
  }

  /** `function mpc = case118` */
  private header(): void {
    const { tokens } = this;
    const structure = tokens.next();
    if (structure.kind !== 'name') this.fail('is a case of MATPOWER format version 1', tokens.line);
    this.structure = structure.text;
    if (tokens.takes('=')) this.name = tokens.next().text;
    if (tokens.takes('(')) while (!tokens.takes(')') && tokens.peek().kind === 'name') tokens.next();
  }

  /** `[PQ, PV, REF] = idx_bus` */
  private constants(): void {
    const { tokens, targets } = this;
    while (!tokens.takes(']')) {
      const { kind, text } = tokens.next();
      if (kind === 'name') targets.push(text);
      else if (text !== ',') throw new NotComputed(`has "${text.trim()}" among names`);
    }
    this.expect('=');
    const from = tokens.next().text;
    const values = CONSTANT_LISTS.get(from);
    if (!values || targets.length > values.length) throw new NotComputed(`uses ${from}, which is not known`);
    for (const [at, name] of targets.entries()) this.set(name, scalar(values[at]!));
  }

  private assignment(first: string): void {
    const { tokens, targets, expressions } = this;
    let name = first;
    while (tokens.takes('.')) name += `.${tokens.next().text}`;
    targets.push(name);
    const indices = tokens.takes('(') ? expressions.indices() : undefined;
    this.expect('=');
    const value = expressions.value();
    this.set(name, indices ? this.withCells(name, indices, matrixOf(value)) : value);
  }

  /** A matrix with other cells where the indices point; the value stays as it was elsewhere. */
  private withCells(name: string, indices: readonly Indices[], value: Matrix): Matrix {
    const before = this.variables.get(name);
    if (before === undefined) throw new NotComputed(`changes cells of ${name}, which is not there`);
    const matrix = matrixOf(before);
    const { rows, columns } = cellsAt(matrix, indices);
    if (!isScalar(value) && (value.rowCount !== rows.length || value.columnCount !== columns.length)) {
      throw new NotComputed(`puts a matrix of ${sizeOf(value)} into ${rows.length} × ${columns.length} cells`);
    }
    const cells = matrix.cells.slice();
    let at = 0;
    for (const row of rows) {
      for (const column of columns) {
        cells[row * matrix.columnCount + column] = value.cells[isScalar(value) ? 0 : at++]!;
      }
    }
    return { ...matrix, cells };
  }

  private set(name: string, value: CaseValue): void {
    this.variables.set(name, value);
  }

  private expect(sign: string): void {
    if (!this.tokens.takes(sign))
      throw new NotComputed(`has "${this.tokens.peek().text.trim()}" in place of "${sign}"`);
  }

  /** Goes on behind a statement that wasn't understood, if the network does not depend on it. */
  private passOver({ problem, offset }: NotComputed, start: number): void {
    const { tokens, structure, targets } = this;
    if (++this.passed > MOST_PASSED) this.fail('has too many statements that are not understood', tokens.lineOf(start));
    const needed = [structure, ...NEEDED.map((field) => `${structure}.${field}`)];
    if (targets.some((name) => needed.includes(name))) this.fail(problem, tokens.lineOf(offset ?? tokens.offset));
    for (const name of targets) this.variables.delete(name);
    tokens.jump(start);
    let depth = 0;
    for (;;) {
      try {
        const { kind, text } = tokens.peek();
        if (kind === 'end') break;
        if (depth <= 0 && (kind === 'newline' || text === ';') && tokens.offset > start) return;
        tokens.next();
        if (kind === 'sign') depth += '([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0;
      } catch (error) {
        if (!(error instanceof NotComputed)) throw error;
        if (depth > 0) break;
        tokens.jumpToNextLine();
        return;
      }
    }
    // Otherwise what stands behind it, e.g. a conversion of units, would be lost without a word.
    if (depth > 0) this.fail('has a bracket that is not closed', tokens.lineOf(start));
  }

  private fail(problem: string, line: number): never {
    throw new NetworkFault(`${this.file} line ${line}`, problem, REMEDY);
  }
}
