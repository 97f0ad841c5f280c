import { Type } from '@sinclair/typebox';
import { Refusal, Waveform } from '../../lib/messages';
import { defineNode } from '../shell/definition';

const RecorderMessage = Type.Object({
  payload: Type.Unknown({ description: 'A file, a pair {cfg, dat}, a path, JSON, or frames' }),
  filename: Type.Optional(Type.String({ description: 'Name of the file; the ending tells the format' })),
});

export const definition = defineNode({
  type: 'grid-waveform-in',
  version: 1,
  color: '#c9b18f',
  inputs: 1,
  accepts: RecorderMessage,
  preview: 'gridloom/waveform-preview',
  outputs: [
    { name: 'waveforms', schema: Waveform },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    folder: Type.String({
      default: '',
      maxLength: 4096,
      description: 'Folder or file on the machine of Node-RED that messages may name files of; empty: none',
    }),
    channels: Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
      default: [],
      maxItems: 64,
      description: 'Names of the channels to take; none: three phases of operating currents, currents or voltages',
    }),
    nominalFrequencyHz: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 1000,
      unit: 'Hz',
      description: 'Frequency of the network; counts before what a file says; 0: as the file says',
    }),
    sampleRateHz: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 100_000_000,
      unit: 'Hz',
      description: 'Of files that do not say it; 0: such files are refused',
    }),
    side: Type.Union([Type.Literal('recorded'), Type.Literal('primary'), Type.Literal('secondary')], {
      default: 'recorded',
      description: 'Side of the instrument transformers that samples are of',
    }),
    unit: Type.String({ default: 'A', minLength: 1, maxLength: 16, description: 'Of files that do not say it' }),
    waitMs: Type.Integer({
      default: 5000,
      minimum: 100,
      maximum: 86_400_000,
      unit: 'ms',
      description: 'Wait for lost frames of a live event, from its newest frame on',
    }),
    maxEvents: Type.Integer({
      default: 100,
      minimum: 1,
      maximum: 10_000,
      description: 'Live events open at once; beyond it the oldest goes out with gaps',
    }),
    maxMegabytes: Type.Integer({
      default: 64,
      minimum: 1,
      maximum: 1024,
      unit: 'MB',
      description: 'Size of a file, unpacked',
    }),
  }),
  fields: { channels: { control: 'lines' } },
  basic: ['folder', 'channels', 'nominalFrequencyHz', 'sampleRateHz', 'side', 'waitMs'],
});
