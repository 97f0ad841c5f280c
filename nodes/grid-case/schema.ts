import { Type } from '@sinclair/typebox';
import { CaseCommand, CaseSettings, TheftCaseList } from '../../lib/cases';
import {
  FeederBalance,
  Refusal,
  TheftCase,
  TheftDay,
  TheftEvent,
  TheftFeedback,
  TheftWindow,
} from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-case',
  version: 1,
  color: '#d3a4a0',
  inputs: 1,
  accepts: Type.Union([TheftEvent, FeederBalance, TheftDay, TheftWindow, CaseCommand]),
  outputs: [
    { name: 'cases', schema: TheftCase },
    { name: 'refused', schema: Refusal },
    { name: 'list', schema: TheftCaseList, single: true },
    { name: 'feedback', schema: TheftFeedback },
  ],
  settings: CaseSettings,
  basic: ['pricePerKwh', 'currency', 'timeZone', 'theftSharePercent', 'quietDays'],
});
