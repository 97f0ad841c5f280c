import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FileBytes, READ_LIMITS } from '../../lib/waveform/formats';

/**
 * The files of one recording: the file itself and, of a `.cfg`, the `.dat` beside it in any case of letters, plain or as
 * `.dat.gz`.
 * @throws Error that names the file and the remedy
 */
export async function waveformFiles(path: string): Promise<FileBytes[]> {
  const file = await bytesOf(path);
  const [, stem] = /^(.*)\.cfg(?:\.gz)?$/i.exec(file.name) ?? [];
  if (stem === undefined) return [file];
  const wanted = `${stem}.dat`.toLowerCase();
  const beside = (await readdir(dirname(path))).map((name) => ({ name, key: name.toLowerCase() }));
  // Without any the reader says what is missing.
  const data = beside.find(({ key }) => key === wanted) ?? beside.find(({ key }) => key === `${wanted}.gz`);
  return data === undefined ? [file] : [file, await bytesOf(join(dirname(path), data.name))];
}

async function bytesOf(path: string): Promise<FileBytes> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
  if (!found.isFile()) throw new Error(`${path}: this is no file: give a file`);
  const { maxBytes } = READ_LIMITS;
  if (found.size > maxBytes)
    throw new Error(`${path}: it has ${found.size} bytes, at most ${maxBytes} are read: cut it`);
  return { name: basename(path), bytes: await readFile(path) };
}
