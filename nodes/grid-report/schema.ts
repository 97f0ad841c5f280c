import { Type } from '@sinclair/typebox';
import { DistrictRisk, MeterReading, Refusal } from '../../lib/messages';
import { zoneSettings } from '../../lib/stream';
import { defineNode } from '../shell/definition';

/** A report that was written. */
const ReportWritten = Type.Object(
  {
    folder: Type.String(),
    files: Type.Array(Type.String(), { description: 'Paths below the folder' }),
    page: Type.String({ description: 'Path of report.html, which shows everything in one file' }),
    districtDays: Type.Integer({ minimum: 0 }),
    levels: Type.Object(
      { high: Type.Integer(), medium: Type.Integer(), low: Type.Integer(), noRisk: Type.Integer() },
      { description: 'District-days by level' },
    ),
  },
  { $id: 'ReportWritten', title: 'ReportWritten' },
);

export const definition = defineNode({
  type: 'grid-report',
  version: 1,
  color: '#d8c58f',
  inputs: 1,
  accepts: Type.Union([DistrictRisk, MeterReading]),
  outputs: [
    { name: 'written', schema: ReportWritten, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    folder: Type.String({ default: '', maxLength: 4096, description: 'Folder that the report is written to' }),
    estimated: Type.Union([Type.Literal('exclude'), Type.Literal('count')], {
      default: 'exclude',
      description: 'How grid threshold risk treats estimated readings; the report says so',
    }),
    maximumDetails: Type.Integer({
      default: 60,
      minimum: 0,
      maximum: 1000,
      description: 'District-days that are drawn one by one, those with the highest score',
    }),
    ...zoneSettings,
  }),
  basic: ['folder', 'timeZone', 'maximumDetails'],
});
