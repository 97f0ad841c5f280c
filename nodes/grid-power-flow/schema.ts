import { Type } from '@sinclair/typebox';
import { AlarmValue, GridMapUpdate, PowerFlowReport, Refusal } from '../../lib/messages';
import { defineNode } from '../shell/definition';

const limit = (description: string) => Type.Number({ default: 0, minimum: 0, maximum: 2, unit: 'p.u.', description });

export const definition = defineNode({
  type: 'grid-power-flow',
  version: 1,
  color: '#a9bf8f',
  inputs: 1,
  outputs: [
    { name: 'report', schema: PowerFlowReport, single: true },
    { name: 'map', schema: GridMapUpdate, single: true },
    { name: 'values', schema: AlarmValue },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that nodes share: a grid topology' }),
    method: Type.Union([Type.Literal('auto'), Type.Literal('ac-radial'), Type.Literal('dc')], {
      default: 'auto',
      description: 'auto: AC where the network in service is radial, else DC',
    }),
    minVoltagePu: limit('Least voltage of all nodes, in place of the limits of the network; 0: those'),
    maxVoltagePu: limit('Greatest voltage of all nodes, likewise'),
    leastMs: Type.Integer({
      default: 200,
      minimum: 0,
      maximum: 3_600_000,
      unit: 'ms',
      description: 'From one power flow to the next when the network changes; the last change is always computed',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'method', 'minVoltagePu', 'maxVoltagePu'],
});
