import { MOST_BYTES } from './limits';
import { NetworkFault } from './network-fault';

/** A file as it was given. */
export interface SourceFile {
  /** With or without folders before it. */
  name: string;
  bytes: Uint8Array;
}

/** A file as text. */
export interface TextFile {
  /** Without folders. */
  name: string;
  text: string;
}

/**
 * The texts of files: UTF-8, UTF-16 with a byte order mark, or else Windows-1252, as old case files have in comments.
 * @throws NetworkFault when there is nothing, or more than an import takes
 */
export function textFiles(files: readonly SourceFile[]): TextFile[] {
  if (files.length === 0) {
    throw new NetworkFault('import', 'was given no file', 'give it a network file, or the files of a PyPSA folder');
  }
  const byteCount = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (byteCount > MOST_BYTES) {
    const remedy = `give at most ${MOST_BYTES / 1e6} MB, e.g. without time series`;
    throw new NetworkFault(baseName(files[0]!.name), `and what comes with it has ${byteCount} bytes`, remedy);
  }
  return files.map(({ name, bytes }) => ({ name: baseName(name), text: textOf(bytes) }));
}

const baseName = (name: string) => name.split(/[\\/]/).at(-1) || 'file';

function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
