import { Type } from '@sinclair/typebox';
import { FeederBalanceSettings, FeederOverview } from '../../lib/balance';
import { FeederBalance, MeterReading, Refusal, TheftDay, TheftEvent } from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-feeder-balance',
  version: 1,
  color: '#d9a5a0',
  inputs: 1,
  accepts: Type.Union([MeterReading, TheftEvent, TheftDay]),
  outputs: [
    { name: 'balances', schema: FeederBalance },
    { name: 'refused', schema: Refusal },
    { name: 'overview', schema: FeederOverview, single: true },
  ],
  settings: FeederBalanceSettings,
  basic: ['windowMinutes', 'sendWindows', 'timeZone', 'gapLimitPercent', 'maximumLossPercent', 'lossModel'],
});
