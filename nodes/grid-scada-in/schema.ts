import { Type } from '@sinclair/typebox';
import { AlarmValue, Refusal } from '../../lib/messages';
import { AssetTelemetry, GridTelemetry, ScadaMessage, TelemetryIntakeSettings } from '../../lib/telemetry';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-scada-in',
  version: 1,
  color: '#a9c3d6',
  inputs: 1,
  accepts: ScadaMessage,
  outputs: [
    { name: 'telemetry', schema: GridTelemetry },
    { name: 'assets', schema: AssetTelemetry },
    { name: 'values', schema: AlarmValue },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Composite([
    Type.Object({
      network: Type.String({ default: '', description: 'Grid topology that SCADA measures' }),
      applies: Type.Boolean({
        default: true,
        description: 'Loads, generation and switches that are measured become those of the network',
      }),
    }),
    TelemetryIntakeSettings,
  ]),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'applies'],
});
