import { basename } from 'node:path';
import type { NodeMessage } from '../shell/node-red';
import { pathBelow } from '../shell/path-below';

/** File systems take names of 255 bytes; 60 letters are no more than that in any script. */
const MAX_NAME_BYTES = 250;
const CUT_LETTERS = 60;

/** What a message asks for. */
export type Job =
  | { kind: 'path'; path: string }
  | { kind: 'text'; bytes: Uint8Array; name: string }
  | { kind: 'metadata'; text: string }
  | { kind: 'stop' };

/**
 * A message as a job: nothing or `start` reads the configured path; a Buffer or text with line ends is CSV (its name from
 * `filename` or `file.name`), unless it begins as a JSON object, which is metadata like an object with districts; a short
 * text or `{path}` is a file or folder below the configured one. @throws Error that says what can be sent
 */
export function jobOf(message: NodeMessage, root: string): Job {
  const { payload } = message;
  if (payload === 'stop') return { kind: 'stop' };
  if (payload instanceof Uint8Array) return contentOf(payload, message);
  if (typeof payload === 'string' && (/[\r\n]/.test(payload) || isObjectText(payload))) {
    return contentOf(Buffer.from(payload, 'utf8'), message);
  }
  if (typeof payload === 'object' && payload !== null) {
    const { path, districts } = payload as { path?: unknown; districts?: unknown };
    if (typeof path === 'string') return { kind: 'path', path: pathBelow(root, path) };
    if (Array.isArray(districts)) return { kind: 'metadata', text: JSON.stringify(payload) };
  }
  const isStart = typeof payload !== 'string' || payload === '' || payload === 'start';
  if (!isStart) return { kind: 'path', path: pathBelow(root, payload) };
  if (root === '')
    throw new Error('no path is set: open the node and give a folder or file, or send CSV as the payload');
  return { kind: 'path', path: root };
}

function contentOf(bytes: Uint8Array, message: NodeMessage): Job {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('utf8');
  if (isObjectText(head)) return { kind: 'metadata', text: Buffer.from(bytes).toString('utf8') };
  return { kind: 'text', bytes, name: nameOf(message) };
}

const isObjectText = (text: string) => /^\uFEFF?\s*\{/.test(text);

/** The name of an upload, fit to be the name of a file in the quarantine folder. */
function nameOf({ filename, file }: NodeMessage): string {
  const given = typeof filename === 'string' ? filename : (file as { name?: unknown } | undefined)?.name;
  const name = typeof given === 'string' ? basename(given.replaceAll('\\', '/')) : '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '-');
  if (/^\.*$/.test(plain)) return 'upload.csv';
  return Buffer.byteLength(plain) > MAX_NAME_BYTES ? plain.slice(-CUT_LETTERS) : plain;
}
