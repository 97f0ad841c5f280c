import { gunzipSync } from 'node:zlib';
import { WaveformFileError } from './file-error';
import type { FileBytes, ReadLimits } from './read-options';

/** Unpacks files that are compressed with gzip (`.dat.gz`), and holds sizes against the limit. @throws WaveformFileError */
export function unpacked({ name, bytes }: FileBytes, { maxBytes }: ReadLimits): FileBytes {
  const tooLarge = () =>
    new WaveformFileError(name, '', `it has more than ${maxBytes} bytes`, 'raise limits.maxBytes, or cut it');
  if (bytes.length > maxBytes) throw tooLarge();
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { name, bytes };
  try {
    return { name: name.replace(/\.gz$/i, ''), bytes: gunzipSync(bytes, { maxOutputLength: maxBytes }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new WaveformFileError(name, '', `it cannot be unpacked (${(error as Error).message})`, 'pack it again');
  }
}
