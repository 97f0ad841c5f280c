import { Type } from '@sinclair/typebox';
import { RiskCommand, RiskView, ThresholdRiskSettings } from '../../lib/consumption';
import { DistrictRisk, GridAlert, MeterReading, Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-threshold-risk',
  version: 1,
  color: '#e8b07a',
  inputs: 1,
  accepts: Type.Union([MeterReading, RiskCommand]),
  outputs: [
    { name: 'alerts', schema: GridAlert },
    { name: 'refused', schema: Refusal },
    { name: 'districts', schema: DistrictRisk },
    { name: 'overview', schema: RiskView, single: true },
  ],
  settings: Type.Composite([
    ThresholdRiskSettings,
    Type.Object({
      metadataFile: Type.String({ default: '', maxLength: 4096, description: 'Path of a city metadata file' }),
    }),
  ]),
  fields: { criticalHours: { control: 'lines' } },
  basic: ['thresholdKwh', 'criticalHours', 'timeZone', 'metadataFile'],
});
