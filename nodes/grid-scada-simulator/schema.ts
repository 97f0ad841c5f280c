import { Type } from '@sinclair/typebox';
import { Refusal, StressMeasurement } from '../../lib/messages';
import { ScadaMessage } from '../../lib/telemetry';
import { ScadaCommand, ScadaSettings } from '../../simulator/scada';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-scada-simulator',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  accepts: ScadaCommand,
  outputs: [
    { name: 'telemetry', schema: ScadaMessage },
    { name: 'refused', schema: Refusal },
    { name: 'history', schema: StressMeasurement },
  ],
  settings: Type.Composite([
    Type.Object({
      network: Type.String({ default: '', description: 'Grid topology that stands in the field; its loads are peaks' }),
      starts: Type.Boolean({ default: true, description: 'Starts by itself; otherwise when a message says so' }),
    }),
    ScadaSettings,
    Type.Object({
      historyDays: Type.Number({
        default: 0,
        minimum: 0,
        maximum: 3650,
        unit: 'days',
        description: 'Hourly loads of the grid before the begin, sent once at the start; 0: none',
      }),
    }),
  ]),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'starts', 'intervalSeconds', 'speed', 'startDaysAgo', 'seed'],
});
