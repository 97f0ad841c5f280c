import type { Waveform } from '../../messages';
import { readJson } from './json-file';
import { completeLimits, openRecordings } from './open-recordings';
import type { FileBytes, ReadOptions } from './read-options';
import type { ChannelInfo } from './recording';
import { toWaveform } from './to-waveform';

/**
 * The waveforms in some files: COMTRADE (.cfg with .dat, .cff), NumPy (.npy), text tables, JSON; each may be packed
 * with gzip. Samples are Float64Arrays in A and V (other units as they are), at one rate; what was odd is in `notes`.
 * @throws WaveformFileError that names file, place and remedy; Error for what concerns no single file
 */
export function readWaveforms(files: readonly FileBytes[], options: ReadOptions = {}): Waveform[] {
  const limits = completeLimits(options);
  return openRecordings(files, options, limits).map((recording) => toWaveform(recording, options, limits));
}

/** The same from JSON that is parsed already; `name` is for messages and for ids. @throws as `readWaveforms` */
export function waveformsOfJson(value: unknown, name: string, options: ReadOptions = {}): Waveform[] {
  const limits = completeLimits(options);
  return readJson(name, name, value, options, limits).map((recording) => toWaveform(recording, options, limits));
}

/** Names, phases, quantities and units of the channels of each recording in some files. @throws as `readWaveforms` */
export function listChannels(
  files: readonly FileBytes[],
  options: ReadOptions = {},
): { id: string; channels: ChannelInfo[] }[] {
  const limits = completeLimits(options);
  return openRecordings(files, options, limits).map(({ id, channels }) => ({ id, channels }));
}
