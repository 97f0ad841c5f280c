import { realpathSync, statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { NodeMessage } from '../shell/node-red';

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
    if (typeof path === 'string') return below(root, path);
    if (Array.isArray(districts)) return { kind: 'metadata', text: JSON.stringify(payload) };
  }
  const isStart = typeof payload !== 'string' || payload === '' || payload === 'start';
  if (!isStart) return below(root, payload);
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

/** Names in messages come from anywhere: they stay below the folder that the integrator chose. */
function below(root: string, path: string): Job {
  if (root === '') throw new Error(`"${path}" is not read: set the folder that files may be read from in the node`);
  const folder = realPath(isFile(root) ? resolve(root, '..') : root);
  const asked = resolve(folder, path);
  const outside = new Error(`"${path}" is outside the folder of the node: name a file below it`);
  if (path.includes('\0') || !isBelow(folder, asked)) throw outside;
  // A link may lead out of the folder.
  const full = realPath(asked);
  if (!isBelow(folder, full)) throw outside;
  return { kind: 'path', path: full };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be read (${code}): name a file or folder that exists below the folder of the node`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The name of an upload, fit to be the name of a file in the quarantine folder. */
function nameOf({ filename, file }: NodeMessage): string {
  const given = typeof filename === 'string' ? filename : (file as { name?: unknown } | undefined)?.name;
  const name = typeof given === 'string' ? basename(given.replaceAll('\\', '/')) : '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '-');
  if (/^\.*$/.test(plain)) return 'upload.csv';
  return Buffer.byteLength(plain) > MAX_NAME_BYTES ? plain.slice(-CUT_LETTERS) : plain;
}
