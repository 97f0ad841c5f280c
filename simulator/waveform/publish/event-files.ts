import type { SimulatedEvent } from '../event';
import { comtradeFile } from './comtrade-file';
import { npyFile } from './npy-file';
import { textFile } from './text-file';

export const WAVEFORM_FORMATS = ['text', 'npy', 'comtrade'] as const;
export type WaveformFormat = (typeof WAVEFORM_FORMATS)[number];

export interface WaveformFile {
  /** Relative, with `/`. */
  path: string;
  content: string | Uint8Array;
}

/**
 * The files of one event: one, or with COMTRADE two.
 * @param stem path without ending; its last part names the recording
 * @param startMs time of the first sample, epoch ms UTC
 */
export function eventFiles(
  event: SimulatedEvent,
  format: WaveformFormat,
  stem: string,
  startMs: number,
): WaveformFile[] {
  if (format === 'text') return [{ path: `${stem}.txt`, content: textFile(event) }];
  if (format === 'npy') return [{ path: `${stem}.npy`, content: npyFile(event) }];
  const { cfg, dat } = comtradeFile(event, { station: 'simulated', recorder: 'relay', startMs });
  return [
    { path: `${stem}.cfg`, content: cfg },
    { path: `${stem}.dat`, content: dat },
  ];
}
