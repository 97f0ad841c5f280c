import { RequestFault } from './request-fault';
import type { NamedFile } from './sample-folder';
import { isEventFile } from './sample-name';

export interface UploadLimits {
  maxFiles: number;
  /** Of all files together. */
  maxBytes: number;
}

/**
 * The files of one event as a browser sends them: one file, or a `.cfg` with its `.dat`.
 * @param given from outside: an array of `{ name, bytes }`
 * @throws RequestFault 400 for another shape, 413 for too many or too large ones, 422 for a kind that is not read
 */
export function uploadedFiles(given: unknown, { maxFiles, maxBytes }: UploadLimits): NamedFile[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new RequestFault(400, 'there is no file', 'choose a file, or a .cfg with its .dat', 'files');
  }
  if (given.length > maxFiles) {
    const message = `${given.length} files are more than the ${maxFiles} of one event`;
    throw new RequestFault(413, message, 'upload one file, or a .cfg with its .dat', 'files');
  }
  const files = given.map((one, i) => namedFile(one, `files[${i}]`));
  const total = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (total > maxBytes) {
    const message = `${total} bytes are more than the ${maxBytes} of an upload`;
    throw new RequestFault(413, message, 'upload the event alone, not the whole record', 'files');
  }
  if (!files.some(({ name }) => isEventFile(name))) {
    const remedy = 'upload .npy, .txt, .csv, .cff, .json, or a .cfg with its .dat';
    throw new RequestFault(422, 'no file holds an event', remedy, 'files');
  }
  return files;
}

function namedFile(given: unknown, place: string): NamedFile {
  const { name, bytes } = (given ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || !(bytes instanceof Uint8Array)) {
    throw new RequestFault(400, `${place} is no file`, 'send a name and the bytes', place);
  }
  // A browser may send a path; only its last part tells something.
  return { name: name.split(/[\\/]/).pop()!.replace(/\p{C}/gu, '').slice(-200) || 'upload', bytes };
}
