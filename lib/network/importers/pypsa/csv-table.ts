import { short } from '../../checks/finding';
import type { FindingList } from '../../checks/finding-list';
import { NetworkFault } from '../network-fault';
import type { TextFile } from '../source-file';

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const INFINITE = /^[-+]?inf(?:inity)?$/i;
const PLAIN = /[^",\r\n]*/y;
const END = /,|\r\n|\n|\r|$/y;

/** One row; cells that are empty or not there are undefined. */
export class CsvRow {
  constructor(
    private readonly columns: ReadonlyMap<string, number>,
    private readonly cells: readonly string[],
    private readonly findings: FindingList,
    readonly place: string,
  ) {}

  /** The first cell, whatever its column is called. */
  get name(): string {
    return this.cells[0]!;
  }

  text(column: string): string | undefined {
    return this.cells[this.columns.get(column) ?? -1] || undefined;
  }

  /** Infinity where it says so. */
  number(column: string): number | undefined {
    const text = this.text(column)?.trim();
    if (text === undefined || /^nan$/i.test(text)) return undefined;
    if (NUMBER.test(text)) return Number(text);
    if (INFINITE.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const problem = `has "${short(text)}" for ${column}, which counts as not given`;
    this.findings.add('error', 'not-a-number', this.place, { problem, remedy: 'give a number with a decimal point' });
    return undefined;
  }

  /** True unless it says false. */
  flag(column: string): boolean {
    return !/^(?:false|0|0\.0)$/i.test(this.text(column) ?? '');
  }
}

export interface CsvTable {
  columns: string[];
  rows: CsvRow[];
}

/**
 * Reads a CSV file with a header; a row with more or fewer cells is reported and left out.
 * @throws NetworkFault with the line where the quotes don't match
 */
export function readCsv({ name, text }: TextFile, findings: FindingList): CsvTable {
  const rows: CsvRow[] = [];
  let columns: string[] = [];
  let index = new Map<string, number>();
  for (const { cells, line } of linesOf(name, text)) {
    const place = `${name} line ${line}`;
    if (columns.length === 0) {
      columns = cells;
      index = new Map(columns.map((column, at) => [column.trim(), at]));
    } else if (cells.length !== columns.length) {
      const problem = `has ${cells.length} cells, and the header has ${columns.length}; it is left out`;
      findings.add('error', 'unusable', place, { problem, remedy: 'correct the row, with quotes around commas' });
    } else rows.push(new CsvRow(index, cells, findings, place));
  }
  return { columns, rows };
}

function* linesOf(name: string, text: string): Generator<{ cells: string[]; line: number }> {
  let cells: string[] = [];
  let line = 1;
  let first = 1;
  for (let at = 0; at < text.length; ) {
    const from = at;
    const isQuoted = text[at] === '"';
    at = isQuoted ? endOfQuoted(text, at) : at + matched(PLAIN, text, at)!.length;
    const cell = text.slice(from, at);
    const end = at < 0 ? undefined : matched(END, text, at);
    if (end === undefined) {
      const remedy = 'close the quote, and double those within a cell';
      throw new NetworkFault(`${name} line ${line}`, 'has quotes that do not match', remedy);
    }
    at += end.length;
    cells.push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    line += countLines(isQuoted ? cell : '') + (end === ',' || end === '' ? 0 : 1);
    if (end === ',' && at < text.length) continue;
    if (end === ',') cells.push('');
    if (cells.length > 1 || cells[0] !== '') yield { cells, line: first };
    cells = [];
    first = line;
  }
}

/** Behind the quote that closes a cell, or -1; a doubled one is one (RFC 4180). */
function endOfQuoted(text: string, from: number): number {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) return -1;
    if (text[at + 1] !== '"') return at + 1;
  }
}

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const countLines = (cell: string) => (/[\r\n]/.test(cell) ? cell.split(/\r\n|\n|\r/).length - 1 : 0);
