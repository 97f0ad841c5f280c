import { FormatError } from './columns';
import type { CsvSettings } from './csv-settings';
import { type CsvFormat, detectFormat, HEAD_BYTES } from './detect-format';
import { decoderOf } from './encoding';
import { ImportContext } from './import-context';
import { FAULTS, type NameTable } from './name-table';
import { numberOf } from './number-bytes';
import { REJECT_REASONS, type Reject, type RejectReason } from './rejected-row';
import type { RowBatch } from './row-batch';
import { splitQuoted } from './split-line';
import { Utf16Lines } from './utf16-lines';

const LF = 10;
const CR = 13;
/** Longer than this is no line but a damaged file. */
const MAX_LINE_BYTES = 1_048_576;
const KEPT_BYTES_OF_LONG_LINE = 65_536;
/** kWh of one unit; powers are multiplied by the hours of the interval too. */
const KWH = { kWh: 1, Wh: 0.001, MWh: 1000, kW: 1, W: 0.001, MW: 1000 } as const;

/** Takes what the reader finds, before the reader goes on. */
export interface RowSink {
  /** Accepted rows; may refuse readings by setting `batch.fault`. The batch is used again afterwards. */
  rows(batch: RowBatch): void;
  reject(reject: Reject): void;
}

/** Where a reading that was interrupted goes on: at the beginning of a line. */
export interface ReadPosition {
  byteOffset: number;
  line: number;
}

/**
 * Reads one CSV file from bytes in pieces of any size, in memory that does not depend on the size of the file. Every
 * line that is not blank and not the header is a row: `rowsRead = rowsAccepted + rowsQuarantined`, always. A line ends at
 * LF, CR LF or CR, also within quotes, so that a stray quote costs its own row and no other. Never throws for what is
 * in the file: when no format can be found, each row is rejected for that.
 */
export class CsvReader {
  format: CsvFormat | undefined;
  rowsRead = 0;
  rowsAccepted = 0;
  rowsQuarantined = 0;

  private bytes = new Uint8Array(65_536);
  private have = 0;
  /** Offset in the file of `bytes[0]`. */
  private offset = 0;
  private line = 1;
  private isHeaderDue = false;
  private header: Uint8Array | undefined;
  private bom: Buffer = Buffer.alloc(0);
  private isSkipping = false;
  private formatFault: FormatError | undefined;
  private utf16: Utf16Lines | undefined;

  private delimiter = 0;
  private quote = -1;
  private decimal = 46;
  private readonly factor: number;
  private readonly shiftMs: number;
  private readonly missing: readonly string[];
  private starts = new Int32Array(4);
  private ends = new Int32Array(4);
  private decode: (bytes: Uint8Array) => string | undefined = decoderOf('utf-8');
  private readonly lossy = new TextDecoder();
  private columnIds: number[] = [];

  private readonly batch: RowBatch;

  constructor(
    private readonly settings: CsvSettings,
    private readonly sink: RowSink,
    private readonly context = new ImportContext(),
  ) {
    this.batch = context.batch;
    const { unit, intervalMinutes, stampAt } = settings;
    this.factor = KWH[unit] * (unit.endsWith('h') ? 1 : intervalMinutes / 60);
    this.shiftMs = stampAt === 'end' ? -intervalMinutes * 60_000 : 0;
    this.missing = settings.missingValues;
  }

  /** Where the next line begins; all lines before it have been handed on. */
  get position(): ReadPosition {
    return { byteOffset: this.offsetOf(0), line: this.line };
  }

  /** Byte order mark and header as they stand in the file, for a file of rejected rows; empty without a header. */
  get headerBytes(): Buffer {
    if (!this.header) return Buffer.alloc(0);
    const line = this.utf16 ? this.utf16.original(this.header) : Buffer.from(this.header);
    return Buffer.concat([this.bom, line, this.lineEnd]);
  }

  /** A line end in the encoding of the file. */
  get lineEnd(): Buffer {
    return this.utf16 ? this.utf16.original(Buffer.from('\n')) : Buffer.from('\n');
  }

  write(chunk: Uint8Array): void {
    this.append(this.utf16 ? this.utf16.toUtf8(chunk) : chunk);
    if (!this.format && !this.formatFault) {
      if (this.have < HEAD_BYTES) return;
      this.begin(false);
    }
    this.scan(false);
  }

  end(): void {
    if (!this.format && !this.formatFault) this.begin(true);
    this.scan(true);
  }

  /** Goes on where an earlier reader of the same file was; call it after `start`. */
  resume({ byteOffset, line }: ReadPosition): void {
    if (this.isHeaderDue) {
      const end = this.bytes.subarray(0, this.have).findIndex((byte) => byte === LF || byte === CR);
      this.header = this.bytes.slice(0, end < 0 ? this.have : end);
    }
    this.offset = byteOffset;
    this.line = line;
    this.have = 0;
    this.isHeaderDue = false;
    if (this.utf16) this.utf16 = new Utf16Lines(this.utf16.encoding, byteOffset);
  }

  /** Finds the format out from the first bytes of the file without taking any row; `write` does it by itself. */
  start(head: Uint8Array, isWhole: boolean): void {
    this.append(head);
    this.begin(isWhole);
  }

  private begin(isWhole: boolean): void {
    const head = this.bytes.subarray(0, this.have);
    try {
      this.format = detectFormat(head.subarray(0, HEAD_BYTES), isWhole, this.settings, this.context);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.formatFault = error;
      this.isHeaderDue = error.hasHeader;
      return;
    }
    const { encoding, bomBytes, delimiter, quote, decimal, columns, hasHeader } = this.format;
    this.bom = Buffer.from(head.subarray(0, bomBytes));
    this.drop(bomBytes);
    if (encoding === 'utf-16le' || encoding === 'utf-16be') {
      this.utf16 = new Utf16Lines(encoding, bomBytes);
      const text = this.utf16.toUtf8(this.bytes.slice(0, this.have));
      this.have = 0;
      this.append(text);
    }
    this.delimiter = delimiter.charCodeAt(0);
    this.quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.decimal = decimal.charCodeAt(0);
    this.starts = new Int32Array(columns.count + 1);
    this.ends = new Int32Array(columns.count + 1);
    this.decode = decoderOf(encoding);
    this.isHeaderDue = hasHeader;
    // In a wide file the columns are the households.
    if (columns.household < 0) {
      const encoder = new TextEncoder();
      this.columnIds = columns.values.map((v) => {
        const name = encoder.encode(columns.names[v]);
        return this.context.households.idOf(name, 0, name.length);
      });
    }
  }

  private append(chunk: Uint8Array): void {
    const need = this.have + chunk.length;
    if (need > this.bytes.length) {
      const longer = new Uint8Array(Math.max(need, this.bytes.length * 2));
      longer.set(this.bytes.subarray(0, this.have));
      this.bytes = longer;
    }
    this.bytes.set(chunk, this.have);
    this.have = need;
  }

  private drop(count: number): void {
    if (count === 0) return;
    this.bytes.copyWithin(0, count, this.have);
    this.have -= count;
    this.offset += count;
  }

  /** Takes all lines that are complete; at the end of the file also the last one without a line end. */
  private scan(isLast: boolean): void {
    const { bytes, have, delimiter, quote, starts, ends } = this;
    const cap = starts.length - 1;
    const highest = Math.max(delimiter, quote, CR);
    let at = 0;
    while (at < have) {
      let cells = 0;
      let hasQuote = false;
      let code = 0;
      let i = at;
      starts[0] = at;
      for (; i < have; i++) {
        code = bytes[i]!;
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
      if (!isLast && (isOpen || (code === CR && i + 1 >= have))) {
        if (i - at > MAX_LINE_BYTES) {
          if (!this.isSkipping) this.rejectLong(at);
          this.isSkipping = true;
          at = i;
        }
        break;
      }
      const next = isOpen ? have : code === CR && i + 1 < have && bytes[i + 1] === LF ? i + 2 : i + 1;
      if (this.isSkipping) this.isSkipping = false;
      else if (i - at > MAX_LINE_BYTES) this.rejectLong(at);
      else if (i > at) {
        if (cells < cap) ends[cells] = i;
        this.take(at, i, cells + 1, hasQuote);
      }
      this.line++;
      if (this.utf16) this.utf16.advance(bytes.subarray(at, next));
      at = next;
    }
    this.flush();
    this.drop(at);
  }

  private take(start: number, end: number, cells: number, hasQuote: boolean): void {
    if (isBlank(this.bytes, start, end)) return;
    if (this.isHeaderDue) {
      this.isHeaderDue = false;
      this.header = this.bytes.slice(start, end);
      return;
    }
    this.rowsRead++;
    if (this.formatFault) {
      const { message, remedy } = this.formatFault;
      this.reject('format', '', `${message}: ${remedy}`, start, end);
    } else if (hasQuote) this.takeQuoted(start, end);
    else this.convert(this.bytes, start, end, cells);
  }

  private takeQuoted(start: number, end: number): void {
    const { delimiter, quote } = this.format!;
    // Latin-1 keeps each byte as it is.
    const line = Buffer.from(this.bytes.subarray(start, end)).toString('latin1');
    const cells = splitQuoted(line, delimiter, quote);
    if (!cells) {
      this.reject('quote', '', '', start, end);
      return;
    }
    const bytes = Buffer.from(cells.join(''), 'latin1');
    let at = 0;
    for (let k = 0; k < Math.min(cells.length, this.starts.length); k++) {
      this.starts[k] = at;
      at += cells[k]!.length;
      this.ends[k] = at;
    }
    this.convert(bytes, start, end, cells.length);
  }

  private convert(bytes: Uint8Array, start: number, end: number, cells: number): void {
    const { columns, time } = this.format!;
    const { starts, ends, batch } = this;
    if (cells !== columns.count) {
      this.reject('columns', '', `${cells} cells instead of ${columns.count}`, start, end);
      return;
    }
    const values = columns.values;
    if (batch.count + values.length > batch.capacity) this.flush();
    const first = batch.count;
    let household = -1;
    if (columns.household >= 0) {
      household = this.idOf(this.context.households, bytes, columns.household);
      if (household < 0) {
        this.rejectName('household', columns.household, household, start, end);
        return;
      }
    }
    let district = -1;
    if (columns.district >= 0) {
      district = this.idOf(this.context.districts, bytes, columns.district);
      if (district < 0) {
        this.rejectName('place', columns.district, district, start, end);
        return;
      }
    }
    let city = -1;
    if (columns.city >= 0) {
      city = this.idOf(this.context.cities, bytes, columns.city);
      if (city < 0) {
        this.rejectName('place', columns.city, city, start, end);
        return;
      }
    }
    const t = columns.timestamp;
    this.trim(bytes, t);
    const timeMs = columns.time < 0 ? time.read(bytes, starts[t]!, ends[t]!) : this.joinedTime(bytes, t, columns.time);
    if (Number.isNaN(timeMs)) {
      const cell = this.text(bytes, starts[t]!, ends[t]!);
      this.reject('timestamp', columns.names[t]!, cell, start, end);
      return;
    }
    for (let k = 0; k < values.length; k++) {
      const column = values[k]!;
      this.trim(bytes, column);
      const kwh = this.valueOf(bytes, column, start, end);
      if (kwh === undefined) return;
      const r = first + k;
      batch.household[r] = household < 0 ? this.columnIds[k]! : household;
      batch.district[r] = district;
      batch.city[r] = city;
      batch.timeMs[r] = timeMs + this.shiftMs;
      batch.kwh[r] = kwh;
      batch.row[r] = batch.rows;
      batch.fault[r] = 0;
    }
    batch.count = first + values.length;
    batch.rowStart[batch.rows] = start;
    batch.rowEnd[batch.rows] = end;
    batch.rowLine[batch.rows] = this.line;
    batch.rowOffset[batch.rows] = this.offsetOf(start);
    batch.rows++;
  }

  /** kWh, NaN when it is missing, undefined when the row was rejected for it. */
  private valueOf(bytes: Uint8Array, column: number, start: number, end: number): number | undefined {
    const from = this.starts[column]!;
    const to = this.ends[column]!;
    if (from === to) return Number.NaN;
    const value = numberOf(bytes, from, to, this.decimal);
    // The original digits stay the value where nothing is converted.
    const kwh = this.factor === 1 ? value : value * this.factor;
    if (kwh >= 0 && kwh <= this.settings.maximumKwh) return kwh;
    const cell = this.text(bytes, from, to);
    if (Number.isNaN(value) && this.missing.includes(cell)) return Number.NaN;
    if (kwh < 0 && kwh >= -this.settings.maximumKwh && this.settings.negative === 'accept') return kwh;
    const reason = Number.isNaN(value)
      ? 'value'
      : !Number.isFinite(value)
        ? 'not-finite'
        : kwh < 0
          ? 'negative'
          : 'implausible';
    this.reject(reason, this.format!.columns.names[column]!, cell, start, end);
    return undefined;
  }

  private joinedTime(bytes: Uint8Array, date: number, time: number): number {
    this.trim(bytes, time);
    const part = (c: number) => bytes.subarray(this.starts[c]!, this.ends[c]!);
    const joined = Buffer.concat([part(date), Buffer.from(' '), part(time)]);
    return this.format!.time.read(joined, 0, joined.length);
  }

  private idOf(table: NameTable, bytes: Uint8Array, column: number): number {
    this.trim(bytes, column);
    const start = this.starts[column]!;
    const end = this.ends[column]!;
    if (this.format!.encoding !== 'windows-1252') return table.idOf(bytes, start, end);
    // The table holds UTF-8, so that a name is the same in files of any encoding.
    const name = Buffer.from(this.decode(bytes.subarray(start, end))!, 'utf8');
    return table.idOf(name, 0, name.length);
  }

  private trim(bytes: Uint8Array, column: number): void {
    let start = this.starts[column]!;
    let end = this.ends[column]!;
    while (start < end && (bytes[start] === 32 || bytes[start] === 9)) start++;
    while (end > start && (bytes[end - 1] === 32 || bytes[end - 1] === 9)) end--;
    this.starts[column] = start;
    this.ends[column] = end;
  }

  private rejectName(reason: 'household' | 'place', column: number, id: number, start: number, end: number): void {
    this.reject(reason, this.format!.columns.names[column]!, FAULTS[-1 - id]!, start, end);
  }

  private reject(reason: RejectReason, column: string, detail: string, start: number, end: number): void {
    this.emit(reason, column, detail, this.bytes.subarray(start, end), this.line, this.offsetOf(start));
  }

  private offsetOf(start: number): number {
    return this.utf16 ? this.utf16.offset : this.offset + start;
  }

  private emit(
    given: RejectReason,
    column: string,
    detail: string,
    source: Uint8Array,
    line: number,
    byteOffset: number,
  ): void {
    const bytes = Buffer.from(source);
    let reason = given;
    if (bytes.includes(0)) reason = 'nul-byte';
    else if (this.header && bytes.equals(this.header)) reason = 'repeated-header';
    this.rowsQuarantined++;
    this.sink.reject({
      line,
      byteOffset,
      column: reason === given ? column : '',
      reason,
      detail,
      bytes: this.utf16 ? this.utf16.original(bytes) : bytes,
    });
  }

  private rejectLong(start: number): void {
    this.rowsRead++;
    const detail = `more than ${MAX_LINE_BYTES} bytes`;
    this.reject('line-too-long', '', detail, start, start + KEPT_BYTES_OF_LONG_LINE);
  }

  private text(bytes: Uint8Array, start: number, end: number): string {
    const part = bytes.subarray(start, Math.min(end, start + 100));
    return this.decode(part) ?? this.lossy.decode(part);
  }

  private flush(): void {
    const { batch } = this;
    if (batch.rows === 0) return;
    this.sink.rows(batch);
    let rejectedRow = -1;
    let rejected = 0;
    for (let i = 0; i < batch.count; i++) {
      const code = batch.fault[i]!;
      if (code === 0 || batch.row[i] === rejectedRow) continue;
      rejectedRow = batch.row[i]!;
      rejected++;
      const reason = REJECT_REASONS[code - 1]!;
      const when =
        reason === 'duplicate' ? '' : new Date(batch.timeMs[i]!).toISOString().slice(0, 16).replace('T', ' ');
      const column = reason === 'duplicate' ? '' : this.format!.columns.names[this.format!.columns.timestamp]!;
      const bytes = this.bytes.subarray(batch.rowStart[rejectedRow]!, batch.rowEnd[rejectedRow]!);
      this.emit(reason, column, when, bytes, batch.rowLine[rejectedRow]!, batch.rowOffset[rejectedRow]!);
    }
    this.rowsAccepted += batch.rows - rejected;
    batch.rows = 0;
    batch.count = 0;
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== 9) return false;
  return true;
}
