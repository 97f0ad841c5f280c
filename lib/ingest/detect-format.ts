import { type ColumnPlan, FormatError, planColumns } from './columns';
import type { CsvSettings } from './csv-settings';
import { type DetectedEncoding, detectEncoding, type Encoding, textOf } from './encoding';
import { numberOf } from './number-bytes';
import { splitQuoted } from './split-line';
import { TimePattern } from './time-pattern';

/** How one file is written; everything that was left to be found out has been. */
export interface CsvFormat {
  encoding: Encoding;
  bomBytes: number;
  /** One ASCII character each; `quote` is empty when nothing is quoted. */
  delimiter: string;
  quote: string;
  decimal: '.' | ',';
  hasHeader: boolean;
  columns: ColumnPlan;
  time: TimePattern;
}

/** A format with the first line of the file that it was found in: most files of an import are written alike. */
export interface KnownFormat {
  format: CsvFormat;
  header: Uint8Array;
}

/** In the order in which they are tried. */
const DELIMITERS = { semicolon: ';', tab: '\t', pipe: '|', comma: ',' } as const;
const QUOTES = { double: '"', single: "'", none: '' } as const;

/** So much of a file is looked at. */
export const HEAD_BYTES = 262_144;
const MAX_LINES = 400;
const MAX_COLUMNS = 1024;

export const TIME_FORMATS = [
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd HH:mm:ssS',
  'yyyy-MM-ddTHH:mm',
  'yyyy-MM-ddTHH:mm:ssS',
  'yyyy-MM-ddTHH:mmZ',
  'yyyy-MM-ddTHH:mm:ssSZ',
  'yyyy-MM-dd HH:mmZ',
  'yyyy-MM-dd HH:mm:ssSZ',
  'yyyy/MM/dd HH:mm',
  'yyyy/MM/dd HH:mm:ssS',
  ...['/', '.', '-'].flatMap((s) =>
    ['yyyy', 'yy'].flatMap((year) =>
      [`d${s}M${s}${year}`, `M${s}d${s}${year}`].flatMap((date) => [`${date} H:mm`, `${date} H:mm:ssS`]),
    ),
  ),
  'yyyyMMddHHmm',
  'yyyyMMdd HH:mm',
  'epoch-s',
  'epoch-ms',
  'yyyy-MM-dd',
].map((text) => new TimePattern(text));

const EARLIEST_MS = Date.UTC(1990, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/**
 * Finds out how a file is written from its first bytes (up to HEAD_BYTES; `isWhole` when that is all of it). What the
 * settings say is taken as said. A few damaged lines do not matter: the majority decides.
 * @throws FormatError when no row could be read
 */
export function detectFormat(
  head: Uint8Array,
  isWhole: boolean,
  settings: CsvSettings,
  context: { lastFormat: KnownFormat | undefined } = { lastFormat: undefined },
): CsvFormat {
  const known = context.lastFormat;
  if (known && fits(known, head, settings)) return known.format;
  const format = find(head, isWhole, settings);
  const end = head.indexOf(10);
  const isPlain = format.hasHeader && !format.encoding.startsWith('utf-16') && end > 0;
  context.lastFormat = isPlain ? { format, header: head.slice(0, end) } : undefined;
  return format;
}

/** Whether a file begins with the same header as the last one, and most of its first rows can be read by its format. */
function fits({ format, header }: KnownFormat, head: Uint8Array, settings: CsvSettings): boolean {
  if (head.length <= header.length || head[header.length] !== 10) return false;
  for (let i = 0; i < header.length; i++) if (head[i] !== header[i]) return false;
  const { delimiter, quote, columns, decimal, time, encoding } = format;
  const text = new TextDecoder('latin1').decode(head.subarray(header.length + 1, header.length + 1024));
  const lines = text.split(/\r\n|\n|\r/).slice(0, -1);
  let good = 0;
  for (const line of lines) {
    const cells = splitQuoted(line, delimiter, quote)?.map((cell) => cell.trim());
    if (cells?.length !== columns.count) continue;
    const stamp = columns.time < 0 ? cells[columns.timestamp]! : `${cells[columns.timestamp]} ${cells[columns.time]}`;
    const isNumeric = columns.values.every((v) => cells[v] === '' || isNumber(cells[v]!, decimal));
    if (isNumeric && inRange(read(time, stamp))) good++;
  }
  return good > lines.length / 2 && encodingOf(head, settings).encoding === encoding;
}

/** The encoding that the settings name, else the one that is found. */
export function encodingOf(head: Uint8Array, settings: CsvSettings): DetectedEncoding {
  const found = detectEncoding(head);
  if (settings.encoding === 'auto' || settings.encoding === found.encoding) return found;
  return { encoding: settings.encoding, bomBytes: 0 };
}

function find(head: Uint8Array, isWhole: boolean, settings: CsvSettings): CsvFormat {
  const { encoding, bomBytes } = encodingOf(head, settings);
  const text = textOf(head.subarray(bomBytes), encoding);
  const lines = text.split(/\r\n|\n|\r/);
  // The last line may be cut in the middle.
  if (!isWhole && lines.length > 1) lines.pop();
  const sample = thin(lines.filter((line) => line.trim() !== ''));
  if (sample.length === 0) throw new FormatError('the file is empty', 'nothing was lost');
  const quote = quoteOf(settings, sample);
  const delimiter = delimiterOf(settings, sample, quote);
  const rows = sample.map((line) => splitQuoted(line, delimiter, quote)?.map((cell) => cell.trim()));
  const count = modeOf(rows.slice(1).map((row) => row?.length ?? 0)) || (rows[0]?.length ?? 0);
  if (count > MAX_COLUMNS) {
    throw new FormatError(`a line has ${count} columns`, `split the file: at most ${MAX_COLUMNS} are read`);
  }
  const body = rows.slice(1).filter((row): row is string[] => row?.length === count);
  const first = rows[0] ?? [];
  const decimal = decimalOf(settings, body.length > 0 ? body : [first], delimiter);
  const hasHeader = settings.header === 'auto' ? isHeader(first, body, decimal) : settings.header === 'yes';
  const data = hasHeader ? body : [first, ...body];
  const looks = Array.from({ length: Math.max(count, hasHeader ? first.length : 0) }, (_, i) =>
    lookOf(data, i, decimal),
  );
  try {
    const columns = planColumns(hasHeader ? first : [], settings, looks);
    if (hasHeader && isNamed(columns, first) && hasMore(data, first.length)) columns.count = first.length;
    const time = timeOf(settings, data, columns);
    return { encoding, bomBytes, delimiter, quote, decimal, hasHeader, columns, time };
  } catch (error) {
    if (error instanceof FormatError) error.hasHeader = hasHeader;
    throw error;
  }
}

/** Whether the names of the first line are those of the columns that are read. */
const isNamed = ({ timestamp, values }: ColumnPlan, first: readonly string[]) =>
  timestamp < first.length && values.every((v) => v < first.length);

/** Whether most rows have more in them than the columns that have names: the decimal mark may be the delimiter too. */
function hasMore(rows: readonly string[][], named: number): boolean {
  return rows.filter((row) => row.slice(named).some((cell) => cell !== '')).length > rows.length / 2;
}

/** Lines from the whole of the head, so that more than one day is among them. */
function thin(lines: readonly string[]): string[] {
  const every = Math.max(1, Math.ceil(lines.length / MAX_LINES));
  return lines.filter((_, i) => i % every === 0);
}

function quoteOf(settings: CsvSettings, sample: readonly string[]): string {
  if (settings.quote !== 'auto') return QUOTES[settings.quote];
  if (sample.some((line) => line.includes('"'))) return '"';
  const isSingle = sample.some((line) => line.startsWith("'") || /[,;\t|]'[^']*'([,;\t|]|$)/.test(line));
  return isSingle ? "'" : '"';
}

/** The one that gives most lines as many cells as the first line; commas last, because they also are decimal marks. */
function delimiterOf(settings: CsvSettings, sample: readonly string[], quote: string): string {
  if (settings.delimiter !== 'auto') return DELIMITERS[settings.delimiter];
  let best = { delimiter: ',', share: 0 };
  for (const delimiter of Object.values(DELIMITERS)) {
    const counts = sample.map((line) => splitQuoted(line, delimiter, quote)?.length ?? 0);
    const mode = modeOf(counts);
    if (mode < 2) continue;
    const share = counts.filter((n) => n === mode).length / counts.length;
    const isTitled = counts[0] === mode ? 1 : 0;
    if (share + isTitled > best.share + 1e-9) best = { delimiter, share: share + isTitled };
  }
  return best.delimiter;
}

function modeOf(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const n of counts) times.set(n, (times.get(n) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function decimalOf(settings: CsvSettings, rows: readonly string[][], delimiter: string): '.' | ',' {
  if (settings.decimal !== 'auto') return settings.decimal === 'point' ? '.' : ',';
  if (delimiter === ',') {
    // Only a quoted cell can hold a comma then.
    return countOf(rows, /^-?\d+,\d+$/) > countOf(rows, /^-?\d+\.\d+$/) ? ',' : '.';
  }
  return countOf(rows, /^-?\d*,\d+$/) > countOf(rows, /^-?\d*\.\d+$/) ? ',' : '.';
}

const countOf = (rows: readonly string[][], pattern: RegExp) =>
  rows.reduce((sum, row) => sum + row.filter((cell) => pattern.test(cell)).length, 0);

/** A first line without a number or time, above lines that have some, names the columns. */
function isHeader(first: readonly string[], body: readonly string[][], decimal: '.' | ','): boolean {
  const isData = (cell: string) => isNumber(cell, decimal) || TIME_FORMATS.some((p) => inRange(read(p, cell)));
  if (first.some(isData)) return false;
  return body.length === 0 || body.some((row) => row.some(isData));
}

function lookOf(rows: readonly string[][], column: number, decimal: '.' | ','): 'time' | 'number' | 'text' {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '');
  const most = (test: (cell: string) => boolean) => cells.length > 0 && cells.filter(test).length > cells.length / 2;
  const isTime = (cell: string) => /[-/.:T]/.test(cell) && TIME_FORMATS.some((p) => inRange(read(p, cell)));
  if (most((cell) => !isNumber(cell, decimal) && isTime(cell))) return 'time';
  return most((cell) => isNumber(cell, decimal)) ? 'number' : 'text';
}

/**
 * The format that reads most timestamps; of those that read equally many (day and month can be told apart only by
 * sense) the one by which time moves on in the smallest steps.
 */
function timeOf(settings: CsvSettings, rows: readonly string[][], { timestamp, time }: ColumnPlan): TimePattern {
  if (settings.timeFormat !== 'auto') {
    try {
      return new TimePattern(settings.timeFormat);
    } catch (error) {
      throw new FormatError((error as Error).message, 'correct the setting timeFormat');
    }
  }
  const cells = rows
    .map((row) => (time < 0 ? row[timestamp] : `${row[timestamp]} ${row[time]}`) ?? '')
    .filter((cell) => cell !== '');
  if (cells.length === 0) return TIME_FORMATS[0]!;
  let best: { pattern: TimePattern; share: number; stepMs: number } | undefined;
  for (const pattern of TIME_FORMATS) {
    const times = cells.map((cell) => read(pattern, cell)).filter(inRange);
    const share = times.length / cells.length;
    let stepMs = 0;
    for (let i = 1; i < times.length; i++) stepMs += Math.abs(times[i]! - times[i - 1]!);
    if (share > 0 && (!best || share > best.share || (share === best.share && stepMs < best.stepMs))) {
      best = { pattern, share, stepMs };
    }
  }
  if (best) return best.pattern;
  throw new FormatError(
    `the timestamps, e.g. ${JSON.stringify(cells[0] ?? '')}, are in no known format`,
    'give the setting timeFormat, e.g. dd.MM.yyyy HH:mm',
  );
}

const inRange = (timeMs: number) => timeMs >= EARLIEST_MS && timeMs < LATEST_MS;
const encoder = new TextEncoder();

function read(pattern: TimePattern, cell: string): number {
  if (cell.length > 40) return Number.NaN;
  const bytes = encoder.encode(cell);
  return pattern.read(bytes, 0, bytes.length);
}

function isNumber(cell: string, decimal: '.' | ','): boolean {
  if (cell === '' || cell.length > 40) return false;
  const bytes = encoder.encode(cell);
  return !Number.isNaN(numberOf(bytes, 0, bytes.length, decimal.charCodeAt(0)));
}
