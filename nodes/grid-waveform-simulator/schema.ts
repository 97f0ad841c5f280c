import { Type } from '@sinclair/typebox';
import { WaveformFrame } from '../../lib/messages';
import { LiveWaveformSettings, SimulatedWaveform } from '../../simulator/waveform/publish';
import { defineNode } from '../shell/definition';

/** Sample files that were written. */
const SamplesWritten = Type.Object(
  {
    folder: Type.String(),
    files: Type.Integer({ minimum: 0, description: 'Files that were written; 0 where the folder held something' }),
  },
  { $id: 'SamplesWritten', title: 'SamplesWritten' },
);

export const definition = defineNode({
  type: 'grid-waveform-simulator',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  outputs: [
    { name: 'frames', schema: WaveformFrame, single: true },
    { name: 'truth', schema: SimulatedWaveform, single: true },
    { name: 'samples', schema: SamplesWritten, single: true },
  ],
  settings: Type.Composite([
    Type.Object({
      everySeconds: Type.Integer({
        default: 0,
        minimum: 0,
        maximum: 86_400,
        unit: 's',
        description: 'An event so often; 0: only when a message comes',
      }),
      classes: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        default: ['all', 'normal'],
        minItems: 1,
        maxItems: 100,
        description: 'Classes that events are drawn from, one a line',
      }),
    }),
    LiveWaveformSettings,
    Type.Object({
      folder: Type.String({ default: '', maxLength: 4096, description: 'Folder of the sample files' }),
      samplesPerClass: Type.Integer({ default: 1, minimum: 1, maximum: 100, description: 'Sample files of a class' }),
    }),
  ]),
  fields: { classes: { control: 'lines' } },
  basic: ['everySeconds', 'classes', 'station', 'recorder'],
});
