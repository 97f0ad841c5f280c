import { Type } from '@sinclair/typebox';
import { ForecastBacktest, LoadForecast, Refusal, StressMeasurement } from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-load-forecast',
  version: 1,
  color: '#c3b6d9',
  inputs: 1,
  accepts: StressMeasurement,
  outputs: [
    { name: 'forecast', schema: LoadForecast, single: true },
    { name: 'backtest', schema: ForecastBacktest, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    country: Type.String({
      default: '',
      maxLength: 10,
      description: 'Whose public holidays count, e.g. DE or DE-BY; empty: none',
    }),
    timeZone: Type.String({
      default: '',
      maxLength: 100,
      description: 'Of the days, e.g. Europe/Berlin; empty: that of the country, else UTC',
    }),
    issueHour: Type.Integer({
      default: 0,
      minimum: 0,
      maximum: 23,
      unit: 'h',
      description: 'Local hour of the issue for the next day; 0: at midnight, for the day that begins',
    }),
    file: Type.String({
      default: '',
      maxLength: 4096,
      description: 'Load file with the history, on the machine of Node-RED; empty: none',
    }),
    loadColumn: Type.String({
      default: '',
      maxLength: 200,
      description: 'Column of the loads in the file; empty: guessed',
    }),
  }),
  basic: ['country', 'timeZone', 'issueHour', 'file'],
});
