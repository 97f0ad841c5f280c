import { lstatSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve } from 'node:path';
import type { NodeMessage } from '../shell/node-red';

/** What a message asks for. */
export type Job =
  | { kind: 'path'; path: string; root: string }
  | { kind: 'text'; bytes: Uint8Array; name: string }
  | { kind: 'metadata'; text: string }
  | { kind: 'stop' };

/**
 * A message as a job: nothing or `start` reads the configured path; a Buffer or text with line ends is CSV (its name from
 * `filename` or `file.name`); a short text or `{path}` is a file or folder below the configured one; an object with
 * districts is metadata. @throws Error that says what can be sent
 */
export function jobOf(message: NodeMessage, root: string): Job {
  const { payload } = message;
  if (payload === 'stop') return { kind: 'stop' };
  if (payload instanceof Uint8Array) return { kind: 'text', bytes: payload, name: nameOf(message) };
  if (typeof payload === 'string' && /[\r\n]/.test(payload)) {
    return /^\s*\{/.test(payload)
      ? { kind: 'metadata', text: payload }
      : { kind: 'text', bytes: Buffer.from(payload, 'utf8'), name: nameOf(message) };
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
  return { kind: 'path', path: root, root };
}

/** Names in messages come from anywhere: they stay below the folder that the integrator chose. */
function below(root: string, path: string): Job {
  if (root === '') throw new Error(`"${path}" is not read: set the folder that files may be read from in the node`);
  const folder = isFile(root) ? resolve(root, '..') : root;
  const full = resolve(folder, path);
  const way = relative(folder, full);
  if (way.startsWith('..') || isAbsolute(way) || path.includes('\0')) {
    throw new Error(`"${path}" is outside the folder of the node: name a file below it`);
  }
  return { kind: 'path', path: full, root: folder };
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

function nameOf({ filename, file }: NodeMessage): string {
  const given = typeof filename === 'string' ? filename : (file as { name?: unknown } | undefined)?.name;
  const name = typeof given === 'string' ? basename(given.replaceAll('\\', '/')) : '';
  return name.slice(0, 255) || 'upload.csv';
}
