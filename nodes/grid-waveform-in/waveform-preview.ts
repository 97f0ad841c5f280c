import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listChannels, readWaveforms } from '../../lib/waveform/formats';
import type { NodeRed } from '../shell/node-red';
import { type Preview, servePreview } from '../shell/preview';
import { definition } from './schema';
import { readBelow } from './waveform-files';
import { type IntakeSettings, readOptions } from './waveform-intake';

const WAVEFORM_FILE = /\.(cfg|cff|npy|txt|csv|json)(\.gz)?$/i;

/** The preview of the editor: the channels of a file of the folder, by name, and what would be taken of them. */
export const offerPreview = (red: NodeRed): void =>
  servePreview(red, definition, (settings) => waveformPreview(settings as IntakeSettings));

async function waveformPreview(settings: IntakeSettings): Promise<Preview> {
  const { folder } = settings;
  if (folder === '') return { notes: ['give a folder or a file first'] };
  const isFile = (await stat(folder)).isFile();
  const name = isFile
    ? basename(folder)
    : (await readdir(folder)).sort().find((entry) => WAVEFORM_FILE.test(entry) && !entry.startsWith('.'));
  if (name === undefined) return { notes: [`there is no waveform file in ${folder}`] };
  const files = await readBelow(folder, join(isFile ? dirname(folder) : folder, name), settings.maxMegabytes * 2 ** 20);
  const options = readOptions(settings);
  const [first] = listChannels(files, options);
  const columns = ['channel', 'phase', 'quantity', 'unit', 'taken as'].map((column) => ({ name: column, role: '' }));
  let taken: string[] = [];
  const notes = [files.map((file) => file.name).join(', ')];
  try {
    const [waveform] = readWaveforms(files, options);
    taken = waveform!.channels.map((channel) => channel.name);
    const { sampleRateHz, nominalFrequencyHz } = waveform!;
    const samples = waveform!.channels[0]!.samples.length;
    notes.push(
      `${samples} samples at ${sampleRateHz} Hz, network of ${nominalFrequencyHz} Hz`,
      ...(waveform!.notes ?? []),
    );
  } catch (error) {
    notes.push((error as Error).message);
  }
  const rows = first!.channels.map(({ name, phase = '', quantity = '', unit, role = '' }) => {
    const order = taken.indexOf(name);
    return [name, phase, quantity, unit, order < 0 ? '' : `${order + 1}${role === '' ? '' : `, ${role}`}`];
  });
  return { notes, columns, rows };
}
