import { MeterReading, Refusal } from '../../lib/messages';
import { MeterReadingSettings } from '../../lib/meters/settings';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-meter-reading',
  version: 1,
  color: '#8fbf9f',
  inputs: 1,
  outputs: [
    { name: 'readings', schema: MeterReading },
    { name: 'refused', schema: Refusal },
  ],
  settings: MeterReadingSettings,
  basic: ['dialect', 'timeZone', 'topicTemplates'],
  fields: { topicTemplates: { control: 'lines' } },
});
