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

const LF = 10;
const CR = 13;
const MAX_LINE_BYTES = 65_536;
const MISSING = new Set(['', '?', '-', 'na', 'n/a', 'nan', 'null', 'none']);
/** Beyond these no connection is: W, V, A, power factor with its rounding. */
const MOST = [1e7, 1e5, 1e5, 1.01] as const;
/** Stands for a cell that is no number; a cell that says that there is none is NaN. */
const FAULT = Number.POSITIVE_INFINITY;

export interface RowSink {
  batch: ReadingBatch;
  times: TimeLine;
  instants: LocalInstants;
  /** What is later than this is refused. */
  latestMs: number;
  /** The number of the meter by the name that stands in the file; negative when it is none. */
  meterOf(name: string, cell: (column: number) => string): number;
  /** The meter of a file without a column of meters. */
  onlyMeter: number;
  /** Rows that are sound and have no power. */
  withoutPower(): void;
  refuse(line: number, reason: RowReason, detail: string, original: string): void;
}

interface RowFault {
  reason: RowReason;
  detail: string;
}

/** Reads the rows of one file from bytes into the batch of a sink; costs no string a row. */
export class RowReader {
  rows = 0;
  private bytes: Uint8Array = new Uint8Array(2 * MAX_LINE_BYTES);
  private have = 0;
  private at = 0;
  private line = 1;
  private isHeaderDue: boolean;
  private isInLongLine = false;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** Numbers of names as they stand in the file, and the meters that they are. */
  private readonly names = new NameTable((bytes) => this.decode(bytes), 1_000_000);
  private readonly meters: number[] = [];
  private readonly stamps: StampReader;
  private readonly valueColumns: number[];
  private readonly factors: number[];

  constructor(
    private readonly format: ReadingsFormat,
    private readonly sink: RowSink,
  ) {
    this.isHeaderDue = format.hasHeader;
    this.stamps = new StampReader(format.time);
    this.starts = new Int32Array(format.names.length + 1);
    this.ends = new Int32Array(format.names.length + 1);
    this.valueColumns = QUANTITIES.map((role) => format.columns.index[role]);
    this.factors = QUANTITIES.map((role) => format.columns.factor[role]);
  }

  /** Takes the next bytes of the file; call `fill` afterwards until it says false. */
  write(chunk: Uint8Array): void {
    this.bytes.copyWithin(0, this.at, this.have);
    this.have -= this.at;
    this.at = 0;
    if (this.have + chunk.length > this.bytes.length) {
      const longer = new Uint8Array((this.have + chunk.length) * 2);
      longer.set(this.bytes.subarray(0, this.have));
      this.bytes = longer;
    }
    this.bytes.set(chunk, this.have);
    this.have += chunk.length;
  }

  /**
   * Reads rows into the batch. @param isLast no more bytes come
   * @returns true when the batch is full and has to be emptied, false when all lines that are complete are read
   */
  fill(isLast: boolean): boolean {
    const { bytes, have, starts, ends } = this;
    const { delimiter, quote } = this.format;
    const { batch } = this.sink;
    const cap = starts.length - 1;
    const highest = Math.max(delimiter, quote, CR);
    while (this.at < have) {
      if (batch.isFull) return true;
      const at = this.at;
      let cells = 0;
      let hasQuote = false;
      let i = at;
      starts[0] = at;
      for (; i < have; i++) {
        const code = bytes[i]!;
        if (code > highest) continue;
        if (code === delimiter) {
          if (cells < cap) {
            ends[cells] = i;
            starts[cells + 1] = i + 1;
          }
          cells++;
        } else if (code === LF || code === CR) break;
        else if (code === quote) hasQuote = true;
      }
      const isOpen = i >= have;
      if (!isLast && (isOpen || i + 1 >= have)) {
        if (i - at > MAX_LINE_BYTES) this.skipLong(i);
        return false;
      }
      this.at = isOpen ? have : bytes[i] === CR && bytes[i + 1] === LF && i + 1 < have ? i + 2 : i + 1;
      if (this.isInLongLine) this.isInLongLine = false;
      else if (i - at > MAX_LINE_BYTES) this.refuse('line-too-long', String(MAX_LINE_BYTES), bytes, at, i);
      else if (i > at) {
        if (cells < cap) ends[cells] = i;
        this.take(at, i, cells + 1, hasQuote);
      }
      this.line++;
    }
    return false;
  }

  private skipLong(end: number): void {
    if (!this.isInLongLine) this.refuse('line-too-long', String(MAX_LINE_BYTES), this.bytes, this.at, end);
    this.isInLongLine = true;
    this.at = end;
  }

  private take(start: number, end: number, cells: number, hasQuote: boolean): void {
    const { bytes } = this;
    if (isBlank(bytes, start, end)) return;
    if (this.isHeaderDue) {
      this.isHeaderDue = false;
      return;
    }
    this.rows++;
    const fault = hasQuote ? this.convertQuoted(bytes.subarray(start, end)) : this.convert(bytes, end, cells);
    if (fault) this.refuse(fault.reason, fault.detail, bytes, start, end);
  }

  private convertQuoted(line: Uint8Array): RowFault | undefined {
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
    return this.convert(joined, joined.length, cells.length);
  }

  /** Takes the row whose cells are set; undefined when it is in the batch, or has no power. */
  private convert(bytes: Uint8Array, end: number, cells: number): RowFault | undefined {
    const { format, sink } = this;
    const { index } = format.columns;
    const count = format.names.length;
    // Blank cells behind the last column, as spreadsheets leave them, do no harm.
    if (cells < count || (cells > count && !isBlankTail(bytes, this.ends[count - 1]!, end, format.delimiter))) {
      return { reason: 'columns', detail: `${cells} cells instead of ${count}` };
    }
    const meter = index.meter < 0 ? sink.onlyMeter : this.meterOf(bytes, index.meter);
    if (meter < 0) return { reason: 'meter', detail: this.cell(bytes, index.meter) };
    const wallMs = this.timeOf(bytes);
    if (Number.isNaN(wallMs)) {
      const cell = this.cell(bytes, index.timeStamp);
      return { reason: this.isHeader(bytes) ? 'repeated-header' : 'timestamp', detail: cell };
    }
    const timeMs = format.time.kind === 'wall' ? sink.instants.of(wallMs, sink.times.newest(meter)) : wallMs;
    if (Number.isNaN(timeMs)) return { reason: 'no-such-time', detail: timeText(wallMs) };
    if (timeMs > sink.latestMs) return { reason: 'future', detail: timeText(timeMs) };
    const { batch } = sink;
    const row = batch.count;
    // Written in place: a number that is handed from call to call costs memory.
    batch.timeMs[row] = timeMs;
    for (let k = 0; k < QUANTITIES.length; k++) {
      const column = this.valueColumns[k]!;
      const value = column < 0 ? Number.NaN : this.numberAt(bytes, column) * this.factors[k]!;
      // False for NaN.
      if (value > MOST[k]! || value < -MOST[k]!) {
        const cell = `${format.names[column]} "${this.cell(bytes, column)}"`;
        return { reason: Math.abs(value) === FAULT ? 'value' : 'implausible', detail: cell };
      }
      batch.quantities[k]![row] = value;
    }
    if (Number.isNaN(batch.powerW[row]!)) sink.withoutPower();
    else sink.times.take(meter, this.line);
    return undefined;
  }

  /** Bounds of a cell without the blanks around it: `from` is returned, the end is in `trimmedEnd`. */
  private trimmedEnd = 0;
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
    const joined = this.joined(bytes, from, to, timeFrom, this.trimmedEnd);
    return this.stamps.read(joined, 0, joined.length);
  }

  /** Date and time as one cell. */
  private joined(bytes: Uint8Array, from: number, to: number, timeFrom: number, timeTo: number): Uint8Array {
    const joined = new Uint8Array(to - from + 1 + timeTo - timeFrom);
    joined.set(bytes.subarray(from, to));
    joined[to - from] = 32;
    joined.set(bytes.subarray(timeFrom, timeTo), to - from + 1);
    return joined;
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

  private text(bytes: Uint8Array, from: number, to: number): string {
    return textOf(bytes.subarray(from, Math.min(to, from + 400)), this.format.isLatin ? 'windows-1252' : 'utf-8');
  }

  private decode(bytes: Uint8Array): string | undefined {
    return this.format.isLatin || isUtf8(bytes) ? this.text(bytes, 0, bytes.length) : undefined;
  }

  private refuse(reason: RowReason, detail: string, bytes: Uint8Array, start: number, end: number): void {
    if (reason === 'line-too-long') this.rows++;
    this.sink.refuse(this.line, reason, detail, this.text(bytes, start, end));
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== 9) return false;
  return true;
}

function isBlankTail(bytes: Uint8Array, start: number, end: number, delimiter: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== delimiter) return false;
  return true;
}

const timeText = (timeMs: number) => new Date(timeMs).toISOString().replace(/\.000Z$/, 'Z');
