import { Type } from '@sinclair/typebox';
import { MeterReading, Refusal } from '../../lib/messages';
import { MeterReadingSettings } from '../../lib/meters/settings';
import { defineNode } from '../shell/definition';

const MqttMessage = Type.Object({
  topic: Type.Optional(Type.String()),
  payload: Type.Unknown({ description: 'Bytes, text, or JSON that is parsed already' }),
});

export const definition = defineNode({
  type: 'grid-meter-reading',
  version: 1,
  color: '#8fbf9f',
  inputs: 1,
  accepts: MqttMessage,
  outputs: [
    { name: 'readings', schema: MeterReading },
    { name: 'refused', schema: Refusal },
  ],
  settings: MeterReadingSettings,
  basic: ['dialect', 'timeZone', 'topicTemplates'],
  fields: { topicTemplates: { control: 'lines' } },
});
