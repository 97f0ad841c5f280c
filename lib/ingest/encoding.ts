import { isUtf8 as isWhollyUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';

/** The encoding of a text and the bytes of its byte order mark. */
export interface DetectedEncoding {
  encoding: Encoding;
  bomBytes: number;
}

/**
 * The encoding of a text by its beginning: a byte order mark, else the zero bytes of UTF-16, else UTF-8 when it is
 * valid, else Windows-1252 (which holds all of Latin-1's letters).
 */
export function detectEncoding(head: Uint8Array): DetectedEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomBytes: 2 };
  const zeros = [0, 0];
  const sample = head.subarray(0, 4096);
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1]!++;
  // Text of the western world in UTF-16 has a zero byte in nearly every unit, always on the same side.
  if (zeros[1]! > sample.length / 4 && zeros[0] === 0) return { encoding: 'utf-16le', bomBytes: 0 };
  if (zeros[0]! > sample.length / 4 && zeros[1] === 0) return { encoding: 'utf-16be', bomBytes: 0 };
  return { encoding: isUtf8(head) ? 'utf-8' : 'windows-1252', bomBytes: 0 };
}

/** Decodes bytes strictly; undefined when they are not in the encoding. */
export function decoderOf(encoding: Encoding): (bytes: Uint8Array) => string | undefined {
  if (encoding === 'windows-1252') return windows1252;
  // The lines of UTF-16 files are handed on as UTF-8.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
}

/** Decodes bytes; what is not in the encoding becomes U+FFFD. */
export function textOf(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'windows-1252') return windows1252(bytes);
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

/** The characters of the bytes 0x80 to 0x9f (WHATWG Encoding); all others are those of Latin-1. */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Node 20's own decoder takes these bytes for control characters and loses a byte 0xff at the beginning. */
function windows1252(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (character) => FROM_80[character.charCodeAt(0) - 0x80]!);
}

/** Lines with letters beyond ASCII decide, by majority: one damaged byte must not change how all others are read. */
function isUtf8(head: Uint8Array): boolean {
  if (isWhollyUtf8(head)) return true;
  const decode = decoderOf('utf-8');
  let balance = 0;
  for (let start = 0; start < head.length; ) {
    const found = head.indexOf(10, start);
    const end = found < 0 ? head.length : found;
    const line = head.subarray(start, end);
    // The last line may be cut within a character.
    if (found >= 0 || balance === 0) {
      if (line.some((byte) => byte > 127)) balance += decode(line) === undefined ? -1 : 1;
    }
    start = end + 1;
  }
  return balance >= 0;
}
