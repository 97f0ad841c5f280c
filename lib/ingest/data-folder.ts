import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import type { FileNames, NamedDay } from './file-name';

/** A file of an import with what its name says. */
export interface DataFile {
  /** Absolute, without links: it tells the file from all others. */
  path: string;
  /** Path below the folder that was asked for, with `/`. */
  name: string;
  size: number;
  modifiedMs: number;
  named: Partial<NamedDay> | undefined;
}

/** Something that concerns a file as a whole. */
export interface FileNotice {
  file: string;
  reason: string;
  message: string;
  remedy: string;
}

export interface DataFolder {
  csv: DataFile[];
  json: DataFile[];
  notices: FileNotice[];
}

const MAX_DEPTH = 8;
const ENDINGS = { csv: ['.csv', '.txt', '.tsv'], json: ['.json'] } as const;

/**
 * The CSV and JSON files of a folder and the folders below it (or one file), in the order of their days, then names, so
 * that what belongs to one day comes together. Links are not followed: they lead out of the folder.
 * `leftOut` is a folder that is not looked into: the one that is written to.
 * @throws Error when the path does not exist or cannot be read
 */
export async function findDataFiles(
  root: string,
  csvNames: FileNames,
  jsonNames: FileNames,
  leftOut?: string,
): Promise<DataFolder> {
  const found: DataFolder = { csv: [], json: [], notices: [] };
  const top = await realOf(root);
  const closed = leftOut === undefined ? undefined : await realpath(leftOut).catch(() => resolve(leftOut));
  const nameOf = (path: string) => relative(top, path).split(sep).join('/');
  const add = async (path: string, name: string) => {
    const kind = kindOf(path);
    if (!kind) return;
    const names = kind === 'csv' ? csvNames : jsonNames;
    const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
      // Files come and go while a folder is looked through; one whose name is not UTF-8 is there, and not found.
      if (error.code === 'ENOENT' && !name.includes('\ufffd')) return undefined;
      throw error;
    });
    if (!stats) return;
    found[kind].push({
      path,
      name,
      size: stats.size,
      modifiedMs: stats.mtimeMs,
      named: names.read(basename(path)),
    });
  };
  /** What cannot be read is one notice, and the rest goes on. */
  const orNotice = (path: string, work: Promise<void>) =>
    work.catch((error: Error) => void found.notices.push(unreadable(nameOf(path), error)));
  const walk = async (folder: string, depth: number) => {
    const work: Promise<void>[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      // Hidden files are those of desktops and version control.
      if (entry.name.startsWith('.') || path === closed) continue;
      const name = nameOf(path);
      if (entry.isDirectory() && depth < MAX_DEPTH) work.push(orNotice(path, walk(path, depth + 1)));
      else if (entry.isFile()) work.push(orNotice(path, add(path, name)));
      else {
        const message = entry.isSymbolicLink()
          ? 'it is a link'
          : entry.isDirectory()
            ? 'it lies too deep'
            : 'it is no file';
        found.notices.push({
          file: name,
          reason: 'not-a-file',
          message,
          remedy: 'put the file itself into the folder',
        });
      }
    }
    await Promise.all(work);
  };
  const stats = await stat(top);
  if (stats.isDirectory()) await walk(top, 0);
  else if (stats.isFile() && kindOf(top)) await add(top, basename(top));
  else throw new Error(`${root} is not read: give a folder, or a file that ends in .csv, .txt, .tsv or .json`);
  found.csv.sort(byDay);
  found.json.sort(byDay);
  found.notices.sort((a, b) => (a.file < b.file ? -1 : 1));
  return found;
}

/** A file or folder that cannot be read, or not to its end. */
export function unreadable(file: string, error: Error): FileNotice {
  return { file, reason: 'unreadable', message: error.message, remedy: 'check that it is there and may be read' };
}

const kindOf = (path: string) =>
  (['csv', 'json'] as const).find((kind) => (ENDINGS[kind] as readonly string[]).includes(extname(path).toLowerCase()));

/** Here a link is followed: it was asked for by its name. */
async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be read (${code}): give a folder or file that exists and that may be read`);
  }
}

function byDay(a: DataFile, b: DataFile): number {
  const key = ({ named, name }: DataFile) => [named?.date ?? '', named?.city ?? '', named?.district ?? '', name];
  const left = key(a);
  const right = key(b);
  for (const [i, text] of left.entries()) {
    if (text !== right[i]) return text < right[i]! ? -1 : 1;
  }
  return 0;
}
