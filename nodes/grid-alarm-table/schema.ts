import { Type } from '@sinclair/typebox';
import { AlarmRules, GridAlarmSettings, ListAlarms, StandingAlarms } from '../../lib/assets';
import { AlarmCommand, AlarmValue, GridAlarm, Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-alarm-table',
  version: 1,
  color: '#d9a5a0',
  inputs: 1,
  accepts: Type.Union([AlarmValue, ...AlarmCommand.anyOf, ListAlarms]),
  outputs: [
    { name: 'alarms', schema: GridAlarm },
    { name: 'standing', schema: StandingAlarms, single: true },
    { name: 'refused', schema: Refusal },
    { name: 'rules', schema: AlarmRules, single: true },
  ],
  settings: GridAlarmSettings,
  basic: ['rules', 'raiseAfterSeconds', 'clearAfterSeconds'],
});
