const QUOTED = /^\s*"((?:[^"]|"")*)"\s*$/;

/** The cells of a line, trimmed; a cell in quotes may hold the delimiter, and a doubled quote (RFC 4180). */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  for (const part of line.split(delimiter)) {
    cell = cell === '' ? part : `${cell}${delimiter}${part}`;
    // An odd number of quotes: the delimiter was within.
    if ((cell.match(/"/g)?.length ?? 0) % 2 === 1) continue;
    const quoted = QUOTED.exec(cell);
    cells.push(quoted ? quoted[1]!.replaceAll('""', '"') : cell.trim());
    cell = '';
  }
  return cell === '' ? cells : [...cells, cell.trim()];
}

const MISSING = new Set(['', '-', 'na', 'n/a', 'n/e', 'nan', 'null']);
const POINT = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?\d*,\d+$/;

/** A number as text, with a decimal comma where columns are not separated by one; null: missing, undefined: none. */
export function readCell(text: string, delimiter: string): number | null | undefined {
  if (MISSING.has(text.toLowerCase())) return null;
  const plain = delimiter !== ',' && COMMA.test(text) ? text.replace(',', '.') : text;
  return text.length <= 40 && POINT.test(plain) ? Number(plain) : undefined;
}
