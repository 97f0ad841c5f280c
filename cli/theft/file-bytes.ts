import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readChunks } from '../../lib/ingest';

const CHUNK_BYTES = 1_048_576;
const GZIP = [0x1f, 0x8b];

/** Whether a file is compressed by gzip, by its first bytes. */
async function isGzip(path: string): Promise<boolean> {
  for await (const chunk of readChunks(path, 0, undefined, 2)) return chunk[0] === GZIP[0] && chunk[1] === GZIP[1];
  return false;
}

/**
 * The bytes of a file piece by piece, unpacked when it is compressed by gzip. A piece is valid until the next is asked for.
 * @throws Error of the disk, or of zlib (code `Z_…`) when the archive is damaged
 */
export async function* fileBytes(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!(await isGzip(path))) {
    yield* readChunks(path, 0, signal, CHUNK_BYTES);
    return;
  }
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // The iteration below throws what goes wrong; the callback only keeps it from being thrown twice.
  const unpacked = pipeline(source, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined);
  for await (const chunk of unpacked) {
    signal.throwIfAborted();
    yield chunk as Uint8Array;
  }
}
