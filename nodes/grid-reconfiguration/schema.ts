import { Type } from '@sinclair/typebox';
import {
  LineTelemetry,
  NetworkChange,
  ReconfigurationCommand,
  ReconfigurationReport,
  Refusal,
} from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-reconfiguration',
  version: 1,
  color: '#b9c9a0',
  inputs: 1,
  accepts: Type.Union([ReconfigurationCommand, LineTelemetry]),
  outputs: [
    { name: 'report', schema: ReconfigurationReport, single: true },
    { name: 'changes', schema: NetworkChange },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that nodes share: a grid topology' }),
    seconds: Type.Number({
      default: 10,
      exclusiveMinimum: 0,
      maximum: 3600,
      unit: 's',
      description: 'Time for a search',
    }),
    seed: Type.Integer({
      default: 1,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'Of the search, a whole number',
    }),
    minVoltagePu: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 2,
      unit: 'p.u.',
      description: 'Least voltage; 0: as in the network, else 0.9',
    }),
    maxVoltagePu: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 2,
      unit: 'p.u.',
      description: 'Greatest voltage; 0: as in the network, else 1.1',
    }),
    riskWeight: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 1000,
      description: 'Losses of a line of risk ρ count 1 + weight · ρ times',
    }),
    loadFactor: Type.Number({
      default: 0.5,
      minimum: 0,
      maximum: 1,
      description: 'Mean over greatest load of a year',
    }),
    price: Type.Number({ default: 0.1, minimum: 0, description: 'Of a kWh, in any currency' }),
    autoSearch: Type.Boolean({ default: false, description: 'Search by itself when the network has changed' }),
    leastSecondsBetween: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 86_400,
      unit: 's',
      description: 'Between searches that begin by themselves',
    }),
    switchingDelay: Type.Number({
      default: 2,
      minimum: 0,
      maximum: 3600,
      unit: 's',
      description: 'Between two pairs that are switched',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'seconds', 'riskWeight', 'autoSearch', 'switchingDelay'],
});
