import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK_BYTES = 262_144;

/** The lines of a text file, one after the other, without ever holding the whole. @throws Error of the disk */
export function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    const decoder = new StringDecoder('utf8');
    let pending: string[] = [];
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      const lines = decoder.write(buffer.subarray(0, count)).split('\n');
      const last = lines.pop()!;
      for (const line of lines) {
        yield pending.length > 0 ? pending.join('') + line : line;
        pending = [];
      }
      if (last !== '') pending.push(last);
    }
    if (pending.length > 0) yield pending.join('');
  } finally {
    closeSync(file);
  }
}
