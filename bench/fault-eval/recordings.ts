import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FaultClassification } from '../../lib/messages';
import { readWaveforms } from '../../lib/waveform/formats';
import { sharedFile } from '../../test/support/shared-data';
import type { Judge } from './judge';

/** A recording that others made, and what an answer to it is worth. */
export interface Recording {
  name: string;
  /** What it is of, as those say who made it. */
  truth: string;
  /** Null where the file is not there. */
  answer: FaultClassification | null;
  /** In words. */
  judgement: string;
  isDefensible: boolean | null;
}

interface Known {
  files: readonly string[];
  nominalFrequencyHz: number;
  name: string;
  truth: string;
  judge(answer: FaultClassification): string;
}

const KNOWN: readonly Known[] = [
  {
    name: 'simulated B-phase-to-ground fault on a distribution feeder (COMTRADE 2013, FLOAT32, 100 kHz)',
    files: ['waveforms/f1_1b274run.cfg', 'waveforms/f1_1b274run.dat.gz'],
    // The file says 50 Hz, the network is one of 60 Hz.
    nominalFrequencyHz: 60,
    truth: 'phase B to ground on a line, in currents of the feeder: no differential current of a transformer',
    judge: ({ unknown, isInternalFault, phases }) => {
      if (unknown) return 'right to pass: such currents are none that the model can know; it does not find phase B';
      if (isInternalFault) return 'wrong: no transformer is faulted';
      return phases.includes('B') ? 'right: a fault of phase B outside' : 'not an internal fault, which is right';
    },
  },
  {
    name: 'recorder in an isolated network, earth fault (COMTRADE 1991, ASCII, 2,400 Hz)',
    files: ['waveforms/recorder_isolated_network.cfg', 'waveforms/recorder_isolated_network.dat'],
    nominalFrequencyHz: 50,
    truth: 'an earth fault seen in voltages alone: UA, UB, UC, 3U0',
    judge: ({ unknown, isInternalFault }) => {
      if (unknown) return 'right: without currents nothing can be told of a transformer';
      return isInternalFault
        ? 'wrong: there are no currents in it'
        : 'no fault is claimed, but there are no currents in it';
    },
  },
];

/** Asks for each recording of the shared data; those that are not there are named without an answer. */
export async function recordingsOfOthers(judge: Judge): Promise<Recording[]> {
  return Promise.all(
    KNOWN.map(async ({ name, truth, files, nominalFrequencyHz, judge: valued }) => {
      const paths = files.map(sharedFile);
      if (!paths.every((path) => path !== undefined)) {
        return { name, truth, answer: null, judgement: 'left out: set GRIDLOOM_SHARED_DATA', isDefensible: null };
      }
      const [waveform] = readWaveforms(paths.map(unpacked), { nominalFrequencyHz });
      const [answer] = await judge.classify([waveform!], 'full');
      const isDefensible = answer!.isInternalFault !== true;
      return { name, truth, answer: answer!, judgement: valued(answer!), isDefensible };
    }),
  );
}

function unpacked(path: string): { name: string; bytes: Uint8Array } {
  const bytes = readFileSync(path);
  return path.endsWith('.gz')
    ? { name: basename(path, '.gz'), bytes: gunzipSync(bytes) }
    : { name: basename(path), bytes };
}
