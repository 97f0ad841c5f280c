import { Type } from '@sinclair/typebox';
import { MeterReading, Refusal, TheftDay, TheftEvent, TheftFeedback, TheftWindow } from '../../lib/messages';
import { TheftOverview, TheftSettings } from '../../lib/theft';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-theft-detector',
  version: 1,
  color: '#e2a3a3',
  inputs: 1,
  accepts: Type.Union([MeterReading, TheftFeedback]),
  outputs: [
    { name: 'events', schema: TheftEvent },
    { name: 'refused', schema: Refusal },
    { name: 'days', schema: TheftDay },
    { name: 'windows', schema: TheftWindow },
    { name: 'overview', schema: TheftOverview, single: true },
  ],
  settings: Type.Composite([
    TheftSettings,
    Type.Object({
      model: Type.Union([Type.Literal('lstm'), Type.Literal('dense'), Type.Literal('file'), Type.Literal('none')], {
        default: 'lstm',
        description: 'Autoencoder that looks at the windows beside the forest',
      }),
      modelFile: Type.String({ default: '', maxLength: 4096, description: 'Path of an ONNX model of your own' }),
    }),
  ]),
  fields: { disabledCues: { control: 'lines' } },
  basic: ['timeZone', 'warmUpDays', 'eventScore', 'sampleSeconds', 'model'],
});
