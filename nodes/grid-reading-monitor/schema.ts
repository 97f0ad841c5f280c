import { Type } from '@sinclair/typebox';
import { MeterReading, Refusal } from '../../lib/messages';
import { MonitorSettings, MonitorSummary } from '../../lib/monitor';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-reading-monitor',
  version: 1,
  color: '#9fc1d9',
  inputs: 1,
  accepts: Type.Union([MeterReading, Refusal]),
  outputs: [{ name: 'summary', schema: MonitorSummary, single: true }],
  settings: MonitorSettings,
  basic: ['silentAfterSeconds', 'spanMinutes'],
});
