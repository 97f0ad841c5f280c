import { EnergyAggregateSettings } from '../../lib/consumption';
import { EnergyAggregate, MeterReading, Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-aggregate',
  version: 1,
  color: '#a3c9a0',
  inputs: 1,
  accepts: MeterReading,
  outputs: [
    { name: 'aggregates', schema: EnergyAggregate },
    { name: 'refused', schema: Refusal },
  ],
  settings: EnergyAggregateSettings,
  fields: { levels: { control: 'lines' }, periods: { control: 'lines' } },
  basic: ['levels', 'periods', 'timeZone', 'openHours'],
});
