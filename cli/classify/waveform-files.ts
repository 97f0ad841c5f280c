import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type FileBytes, READ_LIMITS } from '../../lib/waveform/formats';

const unpack = promisify(gunzip);
const GZIP = [0x1f, 0x8b];
const { maxBytes } = READ_LIMITS;

/**
 * The files of one recording: the file itself and, of a `.cfg`, the `.dat` beside it, in any case of letters; unpacked
 * when they are compressed by gzip.
 * @throws Error that names the file and the remedy
 */
export async function waveformFiles(path: string): Promise<FileBytes[]> {
  const file = await bytesOf(path);
  if (!/\.cfg$/i.test(file.name)) return [file];
  const wanted = `${file.name.slice(0, -4)}.dat`.toLowerCase();
  const beside = (await readdir(dirname(path))).filter((name) => withoutGz(name).toLowerCase() === wanted).sort();
  // Plain before compressed; without any the reader says what is missing.
  const data = beside.find((name) => withoutGz(name) === name) ?? beside[0];
  return data === undefined ? [file] : [file, await bytesOf(join(dirname(path), data))];
}

const withoutGz = (name: string) => name.replace(/\.gz$/i, '');

async function bytesOf(path: string): Promise<FileBytes> {
  const name = basename(path);
  try {
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) throw new Error('this is no file; give a file');
    if (size > maxBytes) throw new Error(`the file has ${size} bytes, at most ${maxBytes} are read; cut it`);
    const bytes = await readFile(path);
    if (!GZIP.every((byte, i) => bytes[i] === byte)) return { name, bytes };
    return { name: withoutGz(name), bytes: await unpack(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    throw new Error(`${path}: ${reason(error as NodeJS.ErrnoException)}`);
  }
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `unpacked it is larger than ${maxBytes} bytes; cut it`;
  if (code?.startsWith('Z_')) return 'the compressed data are damaged; copy the file again';
  return message;
}
