import { splitCombinedFile } from './comtrade/combined-file';
import { readComtrade } from './comtrade/read-comtrade';
import { WaveformFileError } from './file-error';
import { fileText } from './file-text';
import { parseJson, readJson } from './json-file';
import { isNumpyFile, readNumpyFile } from './numpy-file';
import { type FileBytes, READ_LIMITS, type ReadLimits, type ReadOptions } from './read-options';
import type { Recording } from './recording';
import { readTextTable } from './text-table';
import { unpacked } from './unpack';

type Kind = 'cfg' | 'dat' | 'cff' | 'npy' | 'json' | 'text' | 'aside';

/** Options with complete limits. @throws Error that names an option that is no positive number */
export function completeLimits(options: ReadOptions): ReadLimits {
  for (const name of ['sampleRateHz', 'nominalFrequencyHz'] as const) {
    const value = options[name];
    if (value !== undefined && !(value > 0 && Number.isFinite(value))) {
      throw new Error(`${name} is ${value}: give a positive number, or leave it out`);
    }
  }
  return { ...READ_LIMITS, ...options.limits };
}

/**
 * The recordings of some files, their samples not read yet: a `.cfg` with its `.dat` is one, a `.npy` may have many.
 * Formats are told by content, then by name; `.hdr` and `.inf` are left aside.
 * @throws WaveformFileError
 */
export function openRecordings(files: readonly FileBytes[], options: ReadOptions, limits: ReadLimits): Recording[] {
  const opened = files.map((file) => {
    const plain = unpacked(file, limits);
    return { ...plain, kind: kindOf(plain), stem: stemOf(plain.name) };
  });
  const side = options.side ?? 'recorded';
  const data = opened.filter(({ kind }) => kind === 'dat');
  const used = new Set<FileBytes>();
  const recordings = opened.flatMap((file): Recording[] => {
    const { name, bytes, kind, stem } = file;
    const id = idOf(name);
    switch (kind) {
      case 'cfg': {
        const found = data.find((one) => one.stem === stem) ?? (data.length === 1 ? data[0] : undefined);
        if (!found) throw new WaveformFileError(name, '', 'its data is missing', 'give its .dat as well');
        used.add(found);
        return [readComtrade({ id, config: file, data: found }, side, limits)];
      }
      case 'cff':
        return [readComtrade(splitCombinedFile(file, id), side, limits)];
      case 'npy':
        return readNumpyFile(file, id, options, limits);
      case 'json':
        return readJson(name, id, parseJson(name, fileText(bytes)), options, limits);
      case 'text':
        return [readTextTable(file, id, options, limits)];
      default:
        return [];
    }
  });
  const lonely = data.find((file) => !used.has(file));
  if (lonely) throw new WaveformFileError(lonely.name, '', 'its configuration is missing', 'give its .cfg as well');
  if (recordings.length === 0)
    throw new Error('there is no waveform file: give .cfg and .dat, .cff, .npy, .json or text');
  if (recordings.length > limits.maxEvents) {
    throw new Error(
      `there are ${recordings.length} events: give at most ${limits.maxEvents}, or raise limits.maxEvents`,
    );
  }
  return recordings;
}

function kindOf({ name, bytes }: FileBytes): Kind {
  if (isNumpyFile(bytes)) return 'npy';
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'hdr' || ending === 'inf') return 'aside';
  if (ending === 'cfg' || ending === 'dat' || ending === 'cff' || ending === 'json') return ending;
  if (ending === 'npy') throw new WaveformFileError(name, 'byte 0', 'it is no NumPy file', 'save it with numpy.save');
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').replace(/^ï»¿/, '').trimStart();
  if (/^---\s*file type:/i.test(head)) return 'cff';
  // A configuration sent without a name: its second line counts the channels.
  if (/^[^\r\n]*[\r\n]+\s*\d+\s*,\s*\d+A\s*,\s*\d+D/i.test(head)) return 'cfg';
  return /^[{[]/.test(head) ? 'json' : 'text';
}

/** What a .cfg and its .dat have in common. */
const stemOf = (name: string) =>
  name
    .replaceAll('\\', '/')
    .replace(/\.[^./]*$/, '')
    .toLowerCase();

/** The name without folders and ending. */
const idOf = (name: string) =>
  name
    .replaceAll('\\', '/')
    .replace(/^.*\//, '')
    .replace(/\.[^.]*$/, '') || 'waveform';
