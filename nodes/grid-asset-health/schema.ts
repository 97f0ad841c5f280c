import { Type } from '@sinclair/typebox';
import { AssetHealthSettings } from '../../lib/assets';
import {
  AlarmValue,
  AssetInspection,
  DissolvedGas,
  GasFinding,
  MaintenanceReport,
  Refusal,
  TransformerHealth,
  TransformerLoad,
} from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-asset-health',
  version: 1,
  color: '#a9c29b',
  inputs: 1,
  accepts: Type.Union([TransformerLoad, DissolvedGas, AssetInspection]),
  outputs: [
    { name: 'health', schema: TransformerHealth },
    { name: 'findings', schema: GasFinding },
    { name: 'maintenance', schema: MaintenanceReport, single: true },
    { name: 'values', schema: AlarmValue },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Composite([
    AssetHealthSettings,
    Type.Object({
      model: Type.Union([Type.Literal('shipped'), Type.Literal('file'), Type.Literal('none')], {
        default: 'shipped',
        description: 'Model that gives the probability of a failure',
      }),
      modelFile: Type.String({ default: '', maxLength: 4096, description: 'Path of an ONNX model of your own' }),
    }),
  ]),
  basic: ['kind', 'paper', 'topOilRiseK', 'hotSpotRiseK', 'intervalDays', 'model'],
});
