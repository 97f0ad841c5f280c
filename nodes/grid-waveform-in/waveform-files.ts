import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileBytes } from '../../lib/waveform/formats';
import { pathBelow } from '../shell/path-below';

/** What may hold samples of a .cfg beside it. */
const DATA = /\.dat(\.gz)?$/i;

/**
 * Reads the file that a message names below the folder of the node; beside a .cfg or .dat also the other of the pair.
 * @throws Error that says what is wrong with the path
 */
export async function readBelow(folder: string, path: string, maxBytes: number): Promise<FileBytes[]> {
  const full = pathBelow(folder, path);
  if (!(await stat(full)).isFile()) throw new Error(`"${path}" is no file: name a file below the folder of the node`);
  const names = [basename(full)];
  const stem = basename(full).replace(/\.(cfg|dat|dat\.gz)$/i, '');
  if (stem !== basename(full)) {
    const start = stem.toLowerCase();
    const isCfg = !DATA.test(full);
    const other = (await readdir(dirname(full))).find((name) => {
      const rest = name.toLowerCase().startsWith(start) ? name.slice(stem.length) : '';
      return isCfg ? /^\.dat(\.gz)?$/i.test(rest) : /^\.cfg$/i.test(rest);
    });
    // The other one may be a link that leads elsewhere.
    if (other !== undefined) names.push(basename(pathBelow(folder, join(dirname(full), other))));
  }
  return Promise.all(names.map((name) => readOne(join(dirname(full), name), name, maxBytes)));
}

async function readOne(path: string, name: string, maxBytes: number): Promise<FileBytes> {
  const { size } = await stat(path);
  if (size > maxBytes) throw new Error(`${name} has ${size} bytes: raise "File size" of the node, or cut the file`);
  return { name, bytes: await readFile(path) };
}
