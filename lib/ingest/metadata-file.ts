import { readFile } from 'node:fs/promises';
import type { DataFile, FileNotice } from './data-folder';
import { detectEncoding, textOf } from './encoding';

const MAX_BYTES = 16 * 1024 * 1024;

/** The text of a metadata file in whatever encoding, or why it is not read. @throws Error of the disk */
export async function readMetadata({ path, name, size }: DataFile): Promise<string | FileNotice> {
  if (size > MAX_BYTES) {
    const remedy = `metadata of at most ${MAX_BYTES} bytes is read`;
    return { file: name, reason: 'metadata', message: `it has ${size} bytes`, remedy };
  }
  const bytes = await readFile(path);
  return textOf(bytes, detectEncoding(bytes).encoding);
}
