import { basename } from 'node:path';
import { type FileBytes, WaveformFileError } from '../../lib/waveform/formats';
import { isFrameLike } from '../../lib/waveform/frames';
import type { NodeMessage } from '../shell/node-red';

/** What a message brings. */
export type WaveformJob =
  | { kind: 'frames'; frames: readonly unknown[] }
  | { kind: 'files'; files: FileBytes[] }
  | { kind: 'json'; value: unknown; name: string }
  | { kind: 'path'; path: string };

/**
 * A message as a job: frames (one or an array of them), the content of a file as a Buffer or text of several lines, JSON,
 * `{cfg, dat}`, `{files: [{name, bytes}]}`, uploads of an **http in**, or a path (a text of one line, or `{path}`).
 * @throws Error that says what can be sent
 */
export function jobOf(message: NodeMessage): WaveformJob {
  const uploads = (message.req as { files?: unknown } | undefined)?.files;
  if (Array.isArray(uploads) && uploads.length > 0) return filesOf(uploads);
  const { payload } = message;
  const name = nameOf(message);
  if (payload instanceof Uint8Array) {
    const head = Buffer.from(payload.subarray(0, 64)).toString('utf8');
    return isJson(head) ? textOf(Buffer.from(payload).toString('utf8'), name) : fileOf(name, payload);
  }
  if (typeof payload === 'string') {
    if (isJson(payload)) return textOf(payload, name);
    if (/[\r\n]/.test(payload)) return fileOf(name, Buffer.from(payload, 'utf8'));
    if (payload.trim() !== '') return { kind: 'path', path: payload.trim() };
  }
  if (typeof payload === 'object' && payload !== null) return jobOfValue(payload, name);
  throw new Error('the payload is no waveform: send a file, {cfg, dat}, a path, JSON, or frames');
}

function fileOf(name: string, bytes: Uint8Array): WaveformJob {
  return { kind: 'files', files: [{ name, bytes }] };
}

const isJson = (text: string) => /^\uFEFF?\s*[{[]/.test(text);

function textOf(text: string, name: string): WaveformJob {
  try {
    return jobOfValue(JSON.parse(text.replace(/^\uFEFF/, '')), name);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new WaveformFileError(name, '', `it is no JSON (${error.message})`, 'correct it');
  }
}

function jobOfValue(value: unknown, name: string): WaveformJob {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isFrameLike)) return { kind: 'frames', frames: value };
    return { kind: 'json', value, name };
  }
  if (isFrameLike(value)) return { kind: 'frames', frames: [value] };
  const { cfg, dat, files, path } = value as Record<string, unknown>;
  if (cfg !== undefined || dat !== undefined) {
    const stem = name.replace(/\.[^.]*$/, '');
    const pair = { cfg, dat };
    return {
      kind: 'files',
      files: (['cfg', 'dat'] as const).map((kind) => ({
        name: `${stem}.${kind}`,
        bytes: bytesOf(pair[kind], `payload.${kind}`),
      })),
    };
  }
  if (Array.isArray(files)) return filesOf(files);
  return typeof path === 'string' ? { kind: 'path', path } : { kind: 'json', value, name };
}

/** `{name, bytes}`, or what multer makes of an upload: `{originalname, buffer}`. */
function filesOf(files: readonly unknown[]): WaveformJob {
  return {
    kind: 'files',
    files: files.map((file, i) => {
      const { name, originalname, bytes, buffer } = (file ?? {}) as Record<string, unknown>;
      const given = typeof name === 'string' ? name : originalname;
      return {
        name: typeof given === 'string' ? plain(given) : `file ${i + 1}`,
        bytes: bytesOf(bytes ?? buffer, `files[${i}].bytes`),
      };
    }),
  };
}

/** A Buffer, one that went through JSON, or text. */
function bytesOf(content: unknown, place: string): Uint8Array {
  if (content instanceof Uint8Array) return content;
  if (typeof content === 'string') return Buffer.from(content, 'utf8');
  const { type, data } = (content ?? {}) as { type?: unknown; data?: unknown };
  if (type === 'Buffer' && Array.isArray(data)) return Uint8Array.from(data as number[]);
  throw new Error(`${place} is no content of a file: send a Buffer, e.g. of a "read file" node`);
}

/** Events of messages without a name of a file are told apart by the message. */
function nameOf({ filename, file, _msgid }: NodeMessage): string {
  const given = typeof filename === 'string' ? filename : (file as { name?: unknown } | undefined)?.name;
  return (typeof given === 'string' && plain(given)) || `message ${_msgid ?? ''}`.trim();
}

const plain = (name: string) => basename(name.replaceAll('\\', '/'));
