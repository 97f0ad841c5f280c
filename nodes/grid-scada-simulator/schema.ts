import { Type } from '@sinclair/typebox';
import { Refusal } from '../../lib/messages';
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
  ],
  settings: Type.Composite([
    Type.Object({
      network: Type.String({ default: '', description: 'Grid topology that stands in the field; its loads are peaks' }),
      starts: Type.Boolean({ default: true, description: 'Starts by itself; otherwise when a message says so' }),
    }),
    ScadaSettings,
  ]),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'starts', 'intervalSeconds', 'speed', 'startDaysAgo', 'seed'],
});
