import { Type } from '@sinclair/typebox';
import { Waveform } from '../../../lib/messages';
import { defineWidget } from '../shell/definition';

export const WaveformCursor = Type.Object(
  {
    kind: Type.Union([Type.Literal('cursor'), Type.Literal('event')], {
      description: 'cursor: it was placed; event: another event was picked',
    }),
    id: Type.String({ minLength: 1, maxLength: 1000, description: 'The event' }),
    offsetMs: Type.Optional(Type.Number({ unit: 'ms', description: 'Time after the first sample' })),
  },
  { $id: 'WaveformCursor', title: 'WaveformCursor' },
);

export const definition = defineWidget({
  type: 'ui-grid-waveform',
  version: 1,
  accepts: Waveform,
  outputs: [{ name: 'cursor', schema: WaveformCursor, single: true }],
  settings: Type.Object({
    label: Type.String({ default: '', maxLength: 200, description: 'Title above the waveform' }),
    maxEvents: Type.Integer({ default: 10, minimum: 1, maximum: 1000, description: 'Events at most' }),
    maxSamples: Type.Integer({
      default: 2000000,
      minimum: 1000,
      maximum: 50000000,
      description: 'Samples at most, of all channels of all events',
    }),
  }),
  fixed: ['maxEvents', 'maxSamples'],
});
