import { MeterReading, Refusal } from '../../lib/messages';
import { VeeSettings, VeeSummary } from '../../lib/vee';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-vee',
  version: 1,
  color: '#a9cfa4',
  inputs: 1,
  accepts: MeterReading,
  outputs: [
    { name: 'readings', schema: MeterReading },
    { name: 'refused', schema: Refusal },
    { name: 'summary', schema: VeeSummary },
  ],
  settings: VeeSettings,
  fields: {
    rules: { control: 'lines' },
    estimatedRules: { control: 'lines' },
    holidays: { control: 'lines' },
    inactiveMeters: { control: 'lines' },
  },
  basic: ['intervalMinutes', 'timeZone', 'rules', 'estimation', 'estimatedRules', 'holidays', 'inactiveMeters'],
});
