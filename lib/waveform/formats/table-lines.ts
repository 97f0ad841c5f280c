import { quoted, WaveformFileError } from './file-error';
import { fileText, linesOf } from './file-text';

export const COMMENT = /^\s*[#%]/;

/** A table of text whose head has been read. */
export interface Table {
  /** The first line that is neither empty nor a comment, and its number. */
  first: Line;
  /** Its fields. */
  head: string[];
  /** Whether these are names. */
  hasNames: boolean;
  /** Rows of numbers. */
  count: number;
  /** Number of the line of a row. */
  lineOf(row: number): number;
  /** Some columns. @throws WaveformFileError that names the line */
  columns(wanted: readonly number[]): Float64Array[];
}

interface Line {
  text: string;
  line: number;
}

/** A table read line by line, whatever stands between the numbers; null where no line has content. */
export function tableOfLines(name: string, bytes: Uint8Array): Table | null {
  const rows = linesOf(fileText(bytes)).flatMap((text, i) =>
    text.trim() === '' || COMMENT.test(text) ? [] : [{ text, line: i + 1 }],
  );
  const [first] = rows;
  if (!first) return null;
  const { fields, mark, hasNames } = headOf(first.text, rows[1]?.text);
  const body = hasNames ? rows.slice(1) : rows;
  return {
    first,
    head: fields,
    hasNames,
    count: body.length,
    lineOf: (row) => body[row]!.line,
    columns: (wanted) => readColumns(name, body, mark, fields.length, wanted),
  };
}

/** Fields of the first line, the mark between them (undefined: blanks), and whether they are names. */
export function headOf(
  first: string,
  second = first,
): { fields: string[]; mark: string | undefined; hasNames: boolean } {
  // By the mark that a line of numbers has; a comma beside semicolons or tabs is a decimal one.
  const mark = [';', '\t', ','].find((one) => second.includes(one));
  const fields = split(first, mark);
  return { fields, mark, hasNames: fields.some((field) => Number.isNaN(numberOf(field)) && field !== '') };
}

function split(text: string, mark: string | undefined): string[] {
  const parts = mark === undefined ? text.trim().split(/\s+/) : text.split(mark);
  const hasDecimalCommas = mark === ';' || mark === '\t';
  const clean = parts.map((field) => {
    return (hasDecimalCommas ? field.replace(',', '.') : field).trim().replace(/^"(.*)"$/, '$1');
  });
  while (clean.length > 1 && clean.at(-1) === '') clean.pop();
  return clean;
}

/** Empty fields and `nan` are missing samples (NaN); what is no number gives NaN as well. */
const numberOf = (field: string) => (field === '' ? Number.NaN : Number(field));

function readColumns(
  name: string,
  body: readonly Line[],
  mark: string | undefined,
  width: number,
  wanted: readonly number[],
): Float64Array[] {
  const columns = wanted.map(() => new Float64Array(body.length));
  for (const [i, { text, line }] of body.entries()) {
    const fields = split(text, mark);
    // Samples at the end of a line may be missing, which leaves it shorter.
    if (fields.length > width) {
      const problem = `it has ${fields.length} columns, and the first line ${width}`;
      throw new WaveformFileError(name, `line ${line}`, problem, 'give lines of as many columns');
    }
    for (const [k, column] of wanted.entries()) {
      const field = fields[column] ?? '';
      const value = numberOf(field);
      if (Number.isNaN(value) && field !== '' && !/^[+-]?(nan|null|na|inf|infinity)$/i.test(field)) {
        throw new WaveformFileError(
          name,
          `line ${line}`,
          `${quoted(field)} is no number`,
          'correct or delete the line',
        );
      }
      columns[k]![i] = value;
    }
  }
  return columns;
}
