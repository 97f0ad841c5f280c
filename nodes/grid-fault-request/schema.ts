import { Type } from '@sinclair/typebox';
import { Refusal, Waveform } from '../../lib/messages';
import { defineNode } from '../shell/definition';

/** An event file that can be asked for by its name. */
const FaultSample = Type.Object(
  {
    name: Type.String({ description: 'Path below the folder of samples' }),
    trueLabel: Type.Union([Type.String(), Type.Null()], { description: 'Label that the name tells; null: none' }),
    sizeBytes: Type.Integer({ minimum: 0, unit: 'bytes' }),
  },
  { $id: 'FaultSample', title: 'FaultSample' },
);

export const definition = defineNode({
  type: 'grid-fault-request',
  version: 1,
  color: '#e2b07a',
  inputs: 1,
  outputs: [
    { name: 'waveforms', schema: Waveform },
    { name: 'refused', schema: Refusal },
    { name: 'samples', schema: FaultSample },
  ],
  settings: Type.Object({
    folder: Type.String({ default: '', maxLength: 4096, description: 'Folder of event files that requests may name' }),
    http: Type.Boolean({ default: true, description: 'Answers over HTTP' }),
    sampleRateHz: Type.Number({
      default: 10_000,
      exclusiveMinimum: 0,
      maximum: 10_000_000,
      unit: 'Hz',
      description: 'Of files that do not say it',
    }),
    nominalFrequencyHz: Type.Number({
      default: 60,
      minimum: 10,
      maximum: 100,
      unit: 'Hz',
      description: 'Of files that do not say it',
    }),
    maxMegabytes: Type.Number({
      default: 8,
      minimum: 0.001,
      maximum: 100,
      unit: 'MB',
      description: 'Most of a request, of an upload and of a sample',
    }),
    maxSamples: Type.Integer({
      default: 500_000,
      minimum: 100,
      maximum: 10_000_000,
      description: 'Most of a waveform, all channels together',
    }),
    maxListed: Type.Integer({ default: 1000, minimum: 1, maximum: 100_000, description: 'Most samples in the list' }),
    maxPending: Type.Integer({ default: 32, minimum: 1, maximum: 10_000, description: 'Most requests at a time' }),
    timeoutSeconds: Type.Number({
      default: 20,
      minimum: 0.1,
      maximum: 600,
      unit: 's',
      description: 'After which a request is answered without a result',
    }),
  }),
  basic: ['folder', 'http', 'sampleRateHz', 'nominalFrequencyHz', 'maxMegabytes'],
});
