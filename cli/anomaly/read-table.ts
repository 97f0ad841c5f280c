import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { readChunks } from '../../lib/ingest/read-chunks';
import { NoLabelColumn, type NumericTable, NumericTableReader } from './numeric-table';

const CHUNK_BYTES = 262_144;

/**
 * Reads a CSV file of numbers, also one that is compressed with gzip, whatever its name.
 *
 * @throws NoLabelColumn; Error that names the file and what can't be read
 */
export async function readTable(path: string, label: string | undefined, signal: AbortSignal): Promise<NumericTable> {
  const reader = new NumericTableReader(label);
  try {
    for await (const piece of (await isGzip(path)) ? unzipped(path) : readChunks(path)) {
      signal.throwIfAborted();
      reader.write(piece);
    }
    return reader.end();
  } catch (error) {
    if (signal.aborted || error instanceof NoLabelColumn) throw error;
    throw new Error(`${path}: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

async function* unzipped(path: string): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip);
  } finally {
    file.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder; give a file';
  if (code?.startsWith('Z_')) return `the compressed data are damaged (${message})`;
  return message;
}
