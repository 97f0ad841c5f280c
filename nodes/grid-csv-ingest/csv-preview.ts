import { open } from 'node:fs/promises';
import type { Static } from '@sinclair/typebox';
import { detectFormat, FileNames, FormatError, findDataFiles, HEAD_BYTES, wildcards } from '../../lib/ingest';
import { splitQuoted } from '../../lib/ingest/split-line';
import type { NodeRed } from '../shell/node-red';
import { type Preview, servePreview } from '../shell/preview';
import { definition } from './schema';

const ROWS = 8;
const CELL_LENGTH = 60;
/** A comma among commas is hard to read. */
const NAMES: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '.': 'point',
  '"': 'double',
  "'": 'single',
  '': 'none',
};

/** The preview of the editor: the first rows of the first file, and how they would be read. */
export const offerPreview = (red: NodeRed): void => servePreview(red, definition, csvPreview);

async function csvPreview(settings: Static<typeof definition.settings>): Promise<Preview> {
  if (settings.path === '') return { notes: ['give a folder or file first'] };
  const names = new FileNames(settings.fileNames);
  const isWanted = wildcards(settings.pattern);
  const found = await findDataFiles(settings.path, names, names, settings.quarantineFolder || undefined);
  const files = found.csv.filter(({ name, size }) => isWanted(name) && size > 0);
  const [file] = files;
  if (!file) return { notes: ['there is no CSV file that is not empty'] };
  const head = await headOf(file.path);
  const notes = [files.length === 1 ? file.name : `${file.name}, the first of ${files.length} files`];
  try {
    const format = detectFormat(head, file.size <= head.length, settings);
    const { encoding, bomBytes, delimiter, quote, decimal, hasHeader, columns, time } = format;
    const marks = `delimiter ${NAMES[delimiter]}, quotes ${NAMES[quote]}, decimal ${NAMES[decimal]}`;
    notes.push(`${encoding}, ${marks}, time ${time.text}`);
    const lines = new TextDecoder(encoding).decode(head.subarray(bomBytes)).split(/\r\n|\n|\r/);
    const rows = lines.slice(hasHeader ? 1 : 0, ROWS + 1).filter((line) => line !== '');
    const roleOf = (i: number) => {
      if (i === columns.household) return 'household';
      if (i === columns.timestamp) return 'timestamp';
      if (i === columns.time) return 'time';
      if (i === columns.city) return 'city';
      if (i === columns.district) return 'district';
      return columns.values.includes(i) ? `value (${settings.unit})` : '';
    };
    return {
      notes,
      columns: columns.names.map((name, i) => ({ name, role: roleOf(i) })),
      rows: rows.slice(0, ROWS).map((row) => cellsOf(row, delimiter, quote).map((cell) => cell.slice(0, CELL_LENGTH))),
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { notes: [...notes, `${error.message}: ${error.remedy}`] };
  }
}

/** A row whose quotes are not closed is shown as it stands: it will be rejected. */
const cellsOf = (row: string, delimiter: string, quote: string) => splitQuoted(row, delimiter, quote) ?? [row];

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
