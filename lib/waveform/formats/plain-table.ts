import { fileText } from './file-text';
import { COMMENT, headOf, type Table } from './table-lines';

const LF = 0x0a;
const CR = 0x0d;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Up to 2⁵³ and 10²² numbers and powers of ten are exact, so that their ratio is the nearest number. */
const POWERS = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
/** All columns are read at once, so not too many. */
const MOST_COLUMNS = 16;

/**
 * A table as most are, read byte by byte in a tenth of the time: from the second line on nothing but as many numbers as
 * the first line has fields, and one mark between them. Null for any other: `tableOfLines` reads them or tells what is wrong.
 */
export function plainTable(bytes: Uint8Array): Table | null {
  const firstEnd = bytes.indexOf(LF);
  const secondEnd = bytes.indexOf(LF, firstEnd + 1);
  if (firstEnd < 0 || secondEnd < 0) return null;
  const first = lineOf(bytes, 0, firstEnd);
  if (first.includes('\r') || first.trim() === '' || COMMENT.test(first)) return null;
  const { fields, mark, hasNames } = headOf(first, lineOf(bytes, firstEnd + 1, secondEnd));
  const width = fields.length;
  if (mark === undefined || width > MOST_COLUMNS) return null;
  const rows = Math.ceil(bytes.length / (secondEnd - firstEnd));
  const values = plainNumbers(bytes, hasNames ? firstEnd + 1 : 0, mark.charCodeAt(0), width, rows);
  if (values === null) return null;
  const count = values.length / width;
  return {
    first: { text: first, line: 1 },
    head: fields,
    hasNames,
    count,
    lineOf: (row) => row + (hasNames ? 2 : 1),
    columns: (wanted) =>
      wanted.map((column) => {
        const out = new Float64Array(count);
        for (let row = 0; row < count; row++) out[row] = values[row * width + column]!;
        return out;
      }),
  };
}

const lineOf = (bytes: Uint8Array, from: number, to: number) => fileText(bytes.subarray(from, to)).replace(/\r$/, '');

function longer(values: Float64Array, length: number): Float64Array {
  const out = new Float64Array(length);
  out.set(values);
  return out;
}

/** The numbers from a byte on, row by row, of about `rows`; null where there is anything else. */
function plainNumbers(bytes: Uint8Array, from: number, mark: number, width: number, rows: number): Float64Array | null {
  const length = bytes.length;
  // A number takes a digit and a mark, the last one perhaps none; memory for as many as that takes longer than reading them.
  const most = (length - from + 1) >> 1;
  let values: Float64Array = new Float64Array(Math.min(most, rows * width));
  let count = 0;
  let at = from;
  while (at < length) {
    if (count + width > values.length) values = longer(values, Math.min(most, 2 * values.length) + width);
    for (let column = 0; column < width; column++) {
      if (column > 0 && bytes[at++] !== mark) return null;
      const begin = at;
      if (bytes[at] === MINUS || bytes[at] === PLUS) at++;
      let whole = 0;
      let digits = 0;
      let point = -1;
      for (; at < length; at++) {
        const byte = bytes[at]!;
        if (byte >= ZERO && byte <= NINE) {
          whole = whole * 10 + (byte - ZERO);
          digits++;
        } else if (byte === POINT && point < 0) point = at;
        else break;
      }
      const decimals = point < 0 ? 0 : at - point - 1;
      const isEnd = at === length || bytes[at] === mark || bytes[at] === LF || bytes[at] === CR;
      if (isEnd && digits > 0 && whole < 2 ** 53 && decimals < POWERS.length) {
        values[count++] = (bytes[begin] === MINUS ? -whole : whole) / POWERS[decimals]!;
        continue;
      }
      // With an exponent, or of many digits.
      while (at < length && bytes[at] !== mark && bytes[at] !== LF && bytes[at] !== CR) at++;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset + begin, at - begin).toString('latin1');
      if (!NUMBER.test(text)) return null;
      values[count++] = Number(text);
    }
    if (bytes[at] === CR) at++;
    if (at < length && bytes[at++] !== LF) return null;
  }
  return values.subarray(0, count);
}
