import { Value } from '@sinclair/typebox/value';
import { CsvSettings, detectEncoding, detectFormat, type TimePattern, textOf } from '../../lib/ingest';
import { splitQuoted } from '../../lib/ingest/split-line';
import { type ColumnMap, columnMap, type GivenColumns } from './reading-columns';

const DELIMITERS = { ';': 'semicolon', '\t': 'tab', '|': 'pipe', ',': 'comma' } as const;

/** How a file of readings is written. */
export interface ReadingsFormat {
  /** Codes of the characters; the quote is −1 when nothing is quoted. */
  delimiter: number;
  quote: number;
  decimal: number;
  hasHeader: boolean;
  names: readonly string[];
  columns: ColumnMap;
  time: TimePattern;
  isLatin: boolean;
}

/**
 * Finds out how a file is written from its first bytes, in UTF-8 or Windows-1252. The first line names the columns,
 * unless the user names them by numbers.
 * @throws Error when a column or the format of the timestamps cannot be found
 */
export function readingsFormat(head: Uint8Array, isWhole: boolean, given: GivenColumns): ReadingsFormat {
  const { encoding, bomBytes } = detectEncoding(head);
  const text = textOf(head.subarray(bomBytes), encoding);
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  const [sign, cells] = splitFirst(first);
  const names = cells.map((cell) => cell.trim());
  const columns = columnMap(names, given);
  const { timeStamp, time, Power } = columns.index;
  const format = detectFormat(head, isWhole, {
    ...(Value.Default(CsvSettings, {}) as CsvSettings),
    delimiter: DELIMITERS[sign],
    timestampColumn: String(timeStamp + 1),
    timeColumn: time < 0 ? '' : String(time + 1),
    valueColumns: [String(Power + 1)],
  });
  return {
    delimiter: sign.charCodeAt(0),
    quote: format.quote === '' ? -1 : format.quote.charCodeAt(0),
    decimal: format.decimal.charCodeAt(0),
    hasHeader: format.hasHeader,
    names,
    columns,
    time: format.time,
    isLatin: encoding === 'windows-1252',
  };
}

/** The cells of the first line by the sign that gives most. */
function splitFirst(line: string): [sign: keyof typeof DELIMITERS, cells: string[]] {
  const signs = Object.keys(DELIMITERS) as (keyof typeof DELIMITERS)[];
  const splits = signs.map((sign): [typeof sign, string[]] => [sign, splitQuoted(line, sign, '"') ?? []]);
  return splits.reduce((best, one) => (one[1].length > best[1].length ? one : best));
}
