import { describeChannels } from './channel-names';
import { WaveformFileError } from './file-error';
import type { ReadOptions } from './read-options';
import type { Recording } from './recording';

const NAMES = ['IA', 'IB', 'IC'] as const;

/** Three currents of a file that tells neither names nor rate nor unit: all that comes from the options. */
export function unnamedRecording(
  file: string,
  id: string,
  options: ReadOptions,
  samplesOf: (phase: number) => Float64Array,
): Recording {
  const { unit = 'A' } = options;
  return {
    file,
    id,
    channels: describeChannels(NAMES.map((name) => ({ name, phaseField: '', unit }))),
    notes: [],
    read: (chosen) => ({
      samples: chosen.map(samplesOf),
      timing: { rateHz: rateGiven(file, options) },
      notes: [],
    }),
  };
}

/** @throws WaveformFileError where the options have no rate */
export function rateGiven(file: string, { sampleRateHz }: ReadOptions): number {
  if (sampleRateHz !== undefined) return sampleRateHz;
  throw new WaveformFileError(file, '', 'it does not say its sample rate', 'give sampleRateHz, e.g. 10000');
}
