import { isUtf8 } from 'node:buffer';
import { textOf } from '../../lib/ingest';
import { NameTable } from '../../lib/ingest/name-table';
import { numberOf } from '../../lib/ingest/number-bytes';
import { splitQuoted } from '../../lib/ingest/split-line';
import type { LocalInstants } from './local-instants';
import type { ReadingBatch } from './reading-batch';
import { QUANTITIES } from './reading-columns';
import type { ReadingsFormat } from './readings-format';
import type { RowReason } from './refused-rows';
import { StampReader } from './stamp-reader';
import type { TimeLine } from './time-line';

const MOST_METERS = 1_000_000;
const MOST_TEXT_BYTES = 400;
const MISSING = new Set(['?', '-', 'na', 'n/a', 'nan', 'null', 'none']);
/** Beyond these no connection is: W, V, A, power factor with its rounding. */
const MOST = [1e7, 1e5, 1e5, 1.01] as const;
/** Stands for a cell that is no number; a cell that says that there is none is NaN. */
const FAULT = Number.POSITIVE_INFINITY;

/** Takes what is found in the rows of a file. */
export interface RowSink {
  batch: ReadingBatch;
  times: TimeLine;
  instants: LocalInstants;
  /** What is later than this is refused, epoch ms UTC. */
  latestMs: number;
  /** The number of a meter; `cell` gives the other cells of its first row. */
  meterOf(name: string, cell: (column: number) => string): number;
  /** The meter of a file without a column of meters. */
  onlyMeter: number;
  /** Called for rows that are sound and have no power. */
  withoutPower(): void;
  refuse(line: number, reason: RowReason, detail: string, original: string): void;
}

/** Why a row is not taken. */
export interface RowFault {
  reason: RowReason;
  detail: string;
}

/** Makes readings of the cells of a row, in the batch of its sink; a row costs no text and no object. */
export class RowConverter {
  /** Where the cells of the row begin and end; one more than the file has columns. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Numbers of names as they stand in the file, and the meters that they are. */
  private readonly names = new NameTable((bytes) => this.decode(bytes), MOST_METERS);
  private readonly meters: number[] = [];
  private readonly stamps: StampReader;
  private readonly quantityColumns: number[];
  private readonly factors: number[];
  /** Set by `trimmedStart`. */
  private trimmedEnd = 0;

  constructor(
    private readonly format: ReadingsFormat,
    private readonly sink: RowSink,
  ) {
    this.stamps = new StampReader(format.time);
    this.starts = new Int32Array(format.names.length + 1);
    this.ends = new Int32Array(format.names.length + 1);
    this.quantityColumns = QUANTITIES.map((role) => format.columns.index[role]);
    this.factors = QUANTITIES.map((role) => format.columns.factor[role]);
  }

  /** Converts a line with quotes. */
  convertQuoted(line: Uint8Array, lineNumber: number): RowFault | undefined {
    const { delimiter, quote } = this.format;
    // Latin-1 keeps each byte as it is.
    const text = Buffer.from(line).toString('latin1');
    const cells = splitQuoted(text, String.fromCharCode(delimiter), String.fromCharCode(quote));
    if (cells === undefined) return { reason: 'quote', detail: '' };
    let at = 0;
    for (let k = 0; k < Math.min(cells.length, this.starts.length); k++) {
      this.starts[k] = at;
      at += cells[k]!.length;
      this.ends[k] = at;
    }
    const joined = Buffer.from(cells.join(''), 'latin1');
    return this.convert(joined, joined.length, cells.length, lineNumber);
  }

  /** Converts a row whose cells are set and that ends at `end`; undefined when it is in the batch, or has no power. */
  convert(bytes: Uint8Array, end: number, cells: number, line: number): RowFault | undefined {
    const { format, sink } = this;
    const { index } = format.columns;
    const count = format.names.length;
    // Blank cells behind the last column, as spreadsheets leave them, do no harm.
    if (cells < count || (cells > count && !isBlankTail(bytes, this.ends[count - 1]!, end, format.delimiter))) {
      return { reason: 'columns', detail: `${cells} cells instead of ${count}` };
    }
    const meter = index.meter < 0 ? sink.onlyMeter : this.meterOf(bytes, index.meter);
    if (meter < 0) return { reason: 'meter', detail: this.cell(bytes, index.meter) };
    const statedMs = this.timeOf(bytes);
    if (Number.isNaN(statedMs)) {
      return {
        reason: this.isHeader(bytes) ? 'repeated-header' : 'timestamp',
        detail: this.cell(bytes, index.timeStamp),
      };
    }
    const isWall = format.time.kind === 'wall';
    const timeMs = isWall ? sink.instants.of(statedMs, sink.times.newest(meter)) : statedMs;
    if (Number.isNaN(timeMs)) return { reason: 'no-such-time', detail: timeText(statedMs) };
    if (timeMs > sink.latestMs) return { reason: 'future', detail: timeText(timeMs) };
    const { batch } = sink;
    const row = batch.count;
    // Written in place: a number that is handed from call to call costs memory.
    batch.timeMs[row] = timeMs;
    for (let k = 0; k < QUANTITIES.length; k++) {
      const column = this.quantityColumns[k]!;
      const value = column < 0 ? Number.NaN : this.numberAt(bytes, column) * this.factors[k]!;
      // False for NaN.
      if (value > MOST[k]! || value < -MOST[k]!) {
        const detail = `${format.names[column]} "${this.cell(bytes, column)}"`;
        return { reason: Math.abs(value) === FAULT ? 'value' : 'implausible', detail };
      }
      batch.quantities[k]![row] = value;
    }
    if (Number.isNaN(batch.powerW[row]!)) sink.withoutPower();
    else sink.times.take(meter, line);
    return undefined;
  }

  /** Bytes of the file as text, not more than can be listed. */
  text(bytes: Uint8Array, from: number, to: number): string {
    const part = bytes.subarray(from, Math.min(to, from + MOST_TEXT_BYTES));
    return textOf(part, this.format.isLatin ? 'windows-1252' : 'utf-8');
  }

  /** Where a cell begins without the blanks around it; `trimmedEnd` says where it ends. */
  private trimmedStart(bytes: Uint8Array, column: number): number {
    let from = this.starts[column]!;
    let to = this.ends[column]!;
    while (from < to && (bytes[from] === 32 || bytes[from] === 9)) from++;
    while (to > from && (bytes[to - 1] === 32 || bytes[to - 1] === 9)) to--;
    this.trimmedEnd = to;
    return from;
  }

  private timeOf(bytes: Uint8Array): number {
    const { index } = this.format.columns;
    const from = this.trimmedStart(bytes, index.timeStamp);
    const to = this.trimmedEnd;
    if (index.time < 0) return this.stamps.read(bytes, from, to);
    const timeFrom = this.trimmedStart(bytes, index.time);
    const timeTo = this.trimmedEnd;
    const joined = new Uint8Array(to - from + 1 + timeTo - timeFrom);
    joined.set(bytes.subarray(from, to));
    joined[to - from] = 32;
    joined.set(bytes.subarray(timeFrom, timeTo), to - from + 1);
    return this.stamps.read(joined, 0, joined.length);
  }

  private numberAt(bytes: Uint8Array, column: number): number {
    const from = this.trimmedStart(bytes, column);
    const to = this.trimmedEnd;
    if (from === to) return Number.NaN;
    const value = numberOf(bytes, from, to, this.format.decimal);
    if (!Number.isNaN(value)) return value;
    return MISSING.has(this.cell(bytes, column).toLowerCase()) ? Number.NaN : FAULT;
  }

  private meterOf(bytes: Uint8Array, column: number): number {
    const from = this.trimmedStart(bytes, column);
    const id = this.names.idOf(bytes, from, this.trimmedEnd);
    if (id < 0) return -1;
    return (this.meters[id] ??= this.sink.meterOf(this.names.names[id]!, (other) => this.cell(bytes, other)));
  }

  private isHeader(bytes: Uint8Array): boolean {
    return this.format.hasHeader && this.format.names.every((name, i) => this.cell(bytes, i) === name);
  }

  private cell(bytes: Uint8Array, column: number): string {
    const from = this.trimmedStart(bytes, column);
    return this.text(bytes, from, this.trimmedEnd);
  }

  private decode(bytes: Uint8Array): string | undefined {
    if (this.format.isLatin) return textOf(bytes, 'windows-1252');
    return isUtf8(bytes) ? textOf(bytes, 'utf-8') : undefined;
  }
}

function isBlankTail(bytes: Uint8Array, start: number, end: number, delimiter: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== delimiter) return false;
  return true;
}

const timeText = (timeMs: number) => new Date(timeMs).toISOString().replace('.000Z', 'Z');
