import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A district-day of the summary on standard output. */
export interface DistrictSummary {
  city: string;
  district_id: string;
  date: string;
  [figure: string]: string | number;
}

export interface Summary {
  files: number;
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  districts: DistrictSummary[];
  notices: { file: string; reason: string; message: string; remedy: string }[];
}

/** All files below a folder, by their paths, as bytes. */
export function filesBelow(folder: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1), readFileSync(path));
  }
  return files;
}

/** Records of a CSV file by RFC 4180, with quoted line breaks; written for the tests, apart from the reader under test. */
export function csvRecords(text: string): Record<string, string>[] {
  const table: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && bare === '' && end === '' && table.at(-1)!.length === 0) break;
    table.at(-1)!.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === '\n') table.push([]);
  }
  const [names = [], ...rows] = table.filter((row) => row.length > 0);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
}
