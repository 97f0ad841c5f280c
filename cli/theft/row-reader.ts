import type { ReadingsFormat } from './readings-format';
import type { RowReason } from './refused-rows';
import { RowConverter, type RowSink } from './row-converter';

const LF = 10;
const CR = 13;
/** Longer than this is no line but a damaged file. */
const MAX_LINE_BYTES = 65_536;

/** Reads the rows of one file from bytes in pieces of any size; keeps no more than a piece and a line. */
export class RowReader {
  /** Lines that are neither blank nor the header. */
  rows = 0;
  private bytes: Uint8Array = new Uint8Array(2 * MAX_LINE_BYTES);
  private have = 0;
  private at = 0;
  private line = 1;
  private isHeaderDue: boolean;
  private isInLongLine = false;
  private readonly converter: RowConverter;

  constructor(
    private readonly format: ReadingsFormat,
    private readonly sink: RowSink,
  ) {
    this.isHeaderDue = format.hasHeader;
    this.converter = new RowConverter(format, sink);
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
   * Reads rows into the batch. A line ends at LF, CR LF or CR, also within quotes, so that a stray quote costs its own
   * row and no other.
   * @param isLast no more bytes come
   * @returns true when the batch is full and has to be emptied, false when all lines that are complete are read
   */
  fill(isLast: boolean): boolean {
    const { bytes, have } = this;
    const { delimiter, quote } = this.format;
    const { starts, ends } = this.converter;
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
        if (i - at > MAX_LINE_BYTES) this.passOver(i);
        return false;
      }
      this.at = isOpen ? have : bytes[i] === CR && bytes[i + 1] === LF && i + 1 < have ? i + 2 : i + 1;
      if (this.isInLongLine) this.isInLongLine = false;
      else if (i - at > MAX_LINE_BYTES) this.refuseLong(at, i);
      else if (i > at) {
        if (cells < cap) ends[cells] = i;
        this.take(at, i, cells + 1, hasQuote);
      }
      this.line++;
    }
    return false;
  }

  /** Passes over a piece of a line that is too long; its first piece is refused. */
  private passOver(end: number): void {
    if (!this.isInLongLine) this.refuseLong(this.at, end);
    this.isInLongLine = true;
    this.at = end;
  }

  private take(start: number, end: number, cells: number, hasQuote: boolean): void {
    const { bytes, converter, line } = this;
    if (isBlank(bytes, start, end)) return;
    if (this.isHeaderDue) {
      this.isHeaderDue = false;
      return;
    }
    this.rows++;
    const fault = hasQuote
      ? converter.convertQuoted(bytes.subarray(start, end), line)
      : converter.convert(bytes, end, cells, line);
    if (fault) this.refuse(fault.reason, fault.detail, start, end);
  }

  private refuseLong(start: number, end: number): void {
    this.rows++;
    this.refuse('line-too-long', String(MAX_LINE_BYTES), start, end);
  }

  private refuse(reason: RowReason, detail: string, start: number, end: number): void {
    this.sink.refuse(this.line, reason, detail, this.converter.text(this.bytes, start, end));
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 32 && bytes[i] !== 9) return false;
  return true;
}
