import { FormatError } from './columns';
import type { CsvSettings } from './csv-settings';
import { type CsvFormat, detectFormat, encodingOf, HEAD_BYTES } from './detect-format';
import type { Encoding } from './encoding';
import { ImportContext } from './import-context';
import { REJECT_REASONS, type Reject } from './rejected-row';
import type { RowBatch } from './row-batch';
import { RowConverter, type RowFault } from './row-converter';
import { Utf16Lines } from './utf16-lines';

const LF = 10;
const CR = 13;
/** Longer than this is no line but a damaged file. */
const MAX_LINE_BYTES = 1_048_576;
const KEPT_BYTES_OF_LONG_LINE = 65_536;
const MAX_KEPT_BYTES = 1_048_576;

/** Of a file whose columns are not known. */
const NO_CELLS = { starts: new Int32Array(1), ends: new Int32Array(1) };

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

  private bytes: Uint8Array;
  private have = 0;
  /** Offset in the file of `bytes[0]`. */
  private offset = 0;
  private line = 1;
  private isHeaderDue = false;
  private header: Uint8Array | undefined;
  private headerOriginal: Buffer | undefined;
  private bom: Buffer = Buffer.alloc(0);
  /** Beginning of a line that is too long, while its end has not come. */
  private long: { bytes: Buffer; byteOffset: number } | undefined;
  private formatFault: FormatError | undefined;
  private encoding: Encoding = 'utf-8';
  private utf16: Utf16Lines | undefined;

  private delimiter = 0;
  private quote = -1;
  private converter: RowConverter | undefined;
  private readonly batch: RowBatch;

  constructor(
    private readonly settings: CsvSettings,
    private readonly sink: RowSink,
    private readonly context = new ImportContext(),
  ) {
    this.batch = context.batch;
    this.bytes = context.bytes;
  }

  /** Where the next line begins; all lines before it have been handed on. */
  get position(): ReadPosition {
    return { byteOffset: this.long?.byteOffset ?? this.offsetOf(0), line: this.line };
  }

  /** Byte order mark and header, where there are any, as they stand in the file: the beginning of a file of rejected rows. */
  get headerBytes(): Buffer {
    return this.headerOriginal ? Buffer.concat([this.bom, this.headerOriginal, this.lineEnd]) : this.bom;
  }

  /** A line end in the encoding of the file. */
  get lineEnd(): Buffer {
    return this.utf16?.lineEnd ?? Buffer.from('\n');
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
    if (this.utf16) this.append(this.utf16.end());
    this.scan(true);
  }

  /** Goes on where an earlier reader of the same file was; call it after `start`. */
  resume({ byteOffset, line }: ReadPosition): void {
    const isHeaderDue = this.isHeaderDue && byteOffset <= this.bom.length;
    if (this.isHeaderDue && !isHeaderDue) this.keepHeader();
    this.offset = byteOffset;
    this.line = line;
    this.have = 0;
    this.isHeaderDue = isHeaderDue;
    if (byteOffset === 0) {
      // Nothing was read yet: the byte order mark comes once more.
      this.format = undefined;
      this.formatFault = undefined;
      this.utf16 = undefined;
    } else if (this.utf16) this.utf16 = new Utf16Lines(this.utf16.encoding, byteOffset);
  }

  /** Finds the format out from the first bytes of the file without taking any row; `write` does it by itself. */
  start(head: Uint8Array, isWhole: boolean): void {
    this.append(head);
    this.begin(isWhole);
  }

  private begin(isWhole: boolean): void {
    const head = this.bytes.slice(0, Math.min(this.have, HEAD_BYTES));
    const { encoding, bomBytes } = encodingOf(head, this.settings);
    this.encoding = encoding;
    this.bom = Buffer.from(head.subarray(0, bomBytes));
    this.drop(bomBytes);
    if (encoding === 'utf-16le' || encoding === 'utf-16be') {
      this.utf16 = new Utf16Lines(encoding, bomBytes);
      const text = this.utf16.toUtf8(this.bytes.slice(0, this.have));
      this.have = 0;
      this.append(text);
    }
    try {
      this.format = detectFormat(head, isWhole, this.settings, this.context);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.formatFault = error;
      this.isHeaderDue = error.hasHeader;
      return;
    }
    const { delimiter, quote, hasHeader } = this.format;
    this.delimiter = delimiter.charCodeAt(0);
    this.quote = quote === '' ? -1 : quote.charCodeAt(0);
    this.converter = new RowConverter(this.format, this.settings, this.context);
    this.isHeaderDue = hasHeader;
  }

  private append(chunk: Uint8Array): void {
    const need = this.have + chunk.length;
    if (need > this.bytes.length) {
      const longer = new Uint8Array(Math.max(need, this.bytes.length * 2));
      longer.set(this.bytes.subarray(0, this.have));
      this.bytes = longer;
      // One that a damaged file has made huge is not kept.
      if (longer.length <= MAX_KEPT_BYTES) this.context.bytes = longer;
    }
    this.bytes.set(chunk, this.have);
    this.have = need;
  }

  private drop(count: number): void {
    if (count === 0) return;
    this.bytes.copyWithin(0, count, this.have);
    this.have -= count;
    this.offset += count;
    this.utf16?.drop();
  }

  /** Takes all lines that are complete; at the end of the file also the last one without a line end. */
  private scan(isLast: boolean): void {
    const { bytes, have, delimiter, quote } = this;
    const { starts, ends } = this.converter ?? NO_CELLS;
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
        if (this.long || i - at > MAX_LINE_BYTES) {
          this.keepLong(at, i);
          at = i;
        }
        break;
      }
      const next = isOpen ? have : code === CR && i + 1 < have && bytes[i + 1] === LF ? i + 2 : i + 1;
      if (this.long || i - at > MAX_LINE_BYTES) {
        this.keepLong(at, i);
        this.rejectLong();
        at = i;
      } else if (i > at) {
        if (cells < cap) ends[cells] = i;
        this.take(at, i, cells + 1, hasQuote);
      }
      this.line++;
      if (this.utf16) this.utf16.advance(bytes.subarray(at, next));
      at = next;
    }
    if (isLast && this.long) this.rejectLong();
    this.flush();
    this.drop(at);
  }

  private take(start: number, end: number, cells: number, hasQuote: boolean): void {
    if (isBlank(this.bytes, start, end)) return;
    if (this.isHeaderDue) {
      this.takeHeader(start, end);
      return;
    }
    this.rowsRead++;
    if (!this.converter) {
      const { message, remedy } = this.formatFault!;
      this.reject({ reason: 'format', column: '', detail: `${message}: ${remedy}` }, start, end);
      return;
    }
    const { batch, bytes, converter } = this;
    if (batch.count + converter.width > batch.capacity) this.flush();
    const fault = hasQuote ? converter.convertQuoted(bytes.subarray(start, end)) : converter.convert(bytes, cells);
    if (fault) {
      this.reject(fault, start, end);
      return;
    }
    batch.rowStart[batch.rows] = start;
    batch.rowEnd[batch.rows] = end;
    batch.rowLine[batch.rows] = this.line;
    batch.rowOffset[batch.rows] = this.offsetOf(start);
    batch.rows++;
  }

  private takeHeader(start: number, end: number): void {
    this.isHeaderDue = false;
    this.header = this.bytes.slice(start, end);
    this.headerOriginal = this.originalOf(start, end, this.offsetOf(start));
  }

  /** Who goes on in the middle of a file still needs its header, for the rows that are rejected. */
  private keepHeader(): void {
    const isEnd = (code: number) => code === LF || code === CR;
    let start = 0;
    for (let i = 0; i < this.have; i++) {
      if (!isEnd(this.bytes[i]!)) continue;
      if (!isBlank(this.bytes, start, i)) {
        this.takeHeader(start, i);
        return;
      }
      this.utf16?.advance(this.bytes.subarray(start, i + 1));
      start = i + 1;
    }
  }

  private reject(fault: RowFault, start: number, end: number): void {
    this.emit(fault, start, end, this.line, this.offsetOf(start));
  }

  private offsetOf(start: number): number {
    return this.utf16 ? this.utf16.offset : this.offset + start;
  }

  /** A copy of the bytes as they stand in the file. */
  private originalOf(start: number, end: number, byteOffset: number): Buffer {
    const bytes = this.bytes.subarray(start, end);
    return this.utf16 ? this.utf16.original(bytes, byteOffset) : Buffer.from(bytes);
  }

  private emit(fault: RowFault, start: number, end: number, line: number, byteOffset: number): void {
    const text = Buffer.from(this.bytes.subarray(start, end));
    let { reason } = fault;
    if (text.includes(0)) reason = 'nul-byte';
    else if (this.header && text.equals(this.header)) reason = 'repeated-header';
    this.rowsQuarantined++;
    this.sink.reject({
      line,
      byteOffset,
      column: reason === fault.reason ? fault.column : '',
      reason,
      detail: fault.detail,
      bytes: this.originalOf(start, end, byteOffset),
      encoding: this.encoding,
    });
  }

  /** Passes over a piece of a line that is too long; its beginning is kept. */
  private keepLong(start: number, end: number): void {
    const byteOffset = this.offsetOf(start);
    this.long ??= { bytes: this.originalOf(start, start + KEPT_BYTES_OF_LONG_LINE, byteOffset), byteOffset };
    this.utf16?.advance(this.bytes.subarray(start, end));
  }

  private rejectLong(): void {
    const { bytes, byteOffset } = this.long!;
    this.long = undefined;
    this.isHeaderDue = false;
    this.rowsRead++;
    this.rowsQuarantined++;
    this.sink.reject({
      line: this.line,
      byteOffset,
      column: '',
      reason: 'line-too-long',
      detail: `more than ${MAX_LINE_BYTES} bytes`,
      bytes,
      encoding: this.encoding,
    });
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
      const isDuplicate = reason === 'duplicate';
      const { columns } = this.format!;
      const column = isDuplicate ? '' : columns.names[columns.timestamp]!;
      const detail = isDuplicate ? '' : new Date(batch.timeMs[i]!).toISOString().slice(0, 16).replace('T', ' ');
      const [start, end] = [batch.rowStart[rejectedRow]!, batch.rowEnd[rejectedRow]!];
      this.emit({ reason, column, detail }, start, end, batch.rowLine[rejectedRow]!, batch.rowOffset[rejectedRow]!);
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
