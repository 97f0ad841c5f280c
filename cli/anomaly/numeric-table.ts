import { numberOf } from '../../lib/ingest/number-bytes';
import { splitQuoted } from '../../lib/ingest/split-line';

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const MAX_LINE_BYTES = 4_194_304;
const CHUNK_ROWS = 4096;

/** The numbers of a CSV file with a header; all columns but the label are features. */
export interface NumericTable {
  /** Row-major, rows × columns. */
  data: Float32Array;
  rows: number;
  columns: number;
  /** 0 or 1 for each row; empty without a label column. */
  labels: Uint8Array;
  /** Line of the file in which each row is, from 1. */
  lines: Uint32Array;
}

/** There is no such column as the label; the message lists those that there are. */
export class NoLabelColumn extends Error {}

/** Takes the bytes of a CSV file in pieces of any size. Lines that are blank are passed over. */
export class NumericTableReader {
  private names: string[] | undefined;
  private label = -1;
  private line = 0;
  /** Beginning of a line whose end has not come. */
  private rest: Uint8Array = new Uint8Array(0);
  private readonly chunks: Float32Array[] = [];
  private readonly labels: number[] = [];
  private readonly lines: number[] = [];

  constructor(private readonly labelName: string | undefined) {}

  /** @throws Error that names line and column of what can't be read */
  write(chunk: Uint8Array): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, at)) {
      this.takeLine(bytes.subarray(at, end));
      at = end + 1;
    }
    this.rest = new Uint8Array(bytes.subarray(at));
    if (this.rest.length > MAX_LINE_BYTES) throw new Error(`line ${this.line + 1} is longer than 4 MB`);
  }

  end(): NumericTable {
    this.takeLine(this.rest);
    if (!this.names) throw new Error('the file is empty; a header and rows of numbers are needed');
    const rows = this.lines.length;
    if (rows === 0) throw new Error('the file has a header and no rows');
    const columns = this.columns;
    const data = new Float32Array(rows * columns);
    for (const [i, chunk] of this.chunks.entries()) {
      const from = i * CHUNK_ROWS * columns;
      data.set(chunk.subarray(0, data.length - from), from);
    }
    return { data, rows, columns, labels: Uint8Array.from(this.labels), lines: Uint32Array.from(this.lines) };
  }

  private get columns(): number {
    return this.names!.length - (this.label < 0 ? 0 : 1);
  }

  private takeLine(bytes: Uint8Array): void {
    this.line++;
    const line = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
    if (line.every(isBlank)) return;
    if (!this.names) this.takeHeader(textOf(line));
    // Without the quotes it is a line as any other: numbers have no commas.
    else if (line.includes(QUOTE)) this.takeRow(Buffer.from(this.split(textOf(line)).join(',')));
    else this.takeRow(line);
  }

  private split(line: string): string[] {
    const cells = splitQuoted(line, ',', '"');
    if (!cells) throw new Error(`line ${this.line} has a stray quote`);
    return cells;
  }

  private takeHeader(line: string): void {
    const names = this.split(line.replace(/^\ufeff/, '')).map((name) => name.trim());
    if (names.every((name) => name !== '' && Number.isFinite(Number(name))))
      throw new Error(`line ${this.line} has only numbers; a header is needed`);
    this.names = names;
    if (this.labelName !== undefined) {
      this.label = names.indexOf(this.labelName);
      if (this.label < 0) throw new NoLabelColumn(`there is no column "${this.labelName}" but ${namesIn(names)}`);
    }
    if (this.columns === 0) throw new Error('there is no column besides the label');
  }

  private takeRow(line: Uint8Array): void {
    const names = this.names!;
    const { columns, label } = this;
    const row = this.lines.length % CHUNK_ROWS;
    if (row === 0) this.chunks.push(new Float32Array(CHUNK_ROWS * columns));
    const chunk = this.chunks.at(-1)!;
    let at = row * columns;
    let cell = 0;
    for (let from = 0; from <= line.length; cell++) {
      const comma = line.indexOf(COMMA, from);
      const to = comma < 0 ? line.length : comma;
      if (cell < names.length) {
        const value = this.numberIn(line, from, to, cell);
        if (cell !== label) chunk[at++] = value;
        else if (value === 0 || value === 1) this.labels.push(value);
        else throw new Error(`line ${this.line}, column "${names[cell]}": the label is ${value}, not 0 or 1`);
      }
      from = to + 1;
    }
    if (cell !== names.length) throw new Error(`line ${this.line} has ${cell} cells, the header ${names.length}`);
    this.lines.push(this.line);
  }

  private numberIn(line: Uint8Array, from: number, to: number, cell: number): number {
    let start = from;
    let end = to;
    while (start < end && isBlank(line[start]!)) start++;
    while (end > start && isBlank(line[end - 1]!)) end--;
    const value = numberOf(line, start, end, POINT);
    // What is too large for single precision becomes Infinity.
    if (Number.isFinite(Math.fround(value))) return value;
    const why = Number.isNaN(value) ? 'no number' : 'too large';
    const text = JSON.stringify(textOf(line.subarray(start, Math.min(end, start + 40))));
    throw new Error(`line ${this.line}, column "${this.names![cell]}": ${text} is ${why}`);
  }
}

const isBlank = (byte: number) => byte === SPACE || byte === TAB;
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const namesIn = (names: readonly string[]) =>
  `${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
