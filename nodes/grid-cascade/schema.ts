import { Type } from '@sinclair/typebox';
import {
  CascadeMethod,
  CascadeRequest,
  CascadeResult,
  CascadeScreening,
  GridMapUpdate,
  Refusal,
} from '../../lib/messages';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-cascade',
  version: 1,
  color: '#c99a93',
  inputs: 1,
  accepts: CascadeRequest,
  outputs: [
    { name: 'cascade', schema: CascadeResult, single: true },
    { name: 'refused', schema: Refusal },
    { name: 'map', schema: GridMapUpdate, single: true },
    { name: 'screening', schema: CascadeScreening, single: true },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that nodes share: a grid topology' }),
    method: Type.Union([...CascadeMethod.anyOf], {
      default: 'flow',
      description: 'flow: overloads by power flow; motter-lai: by shape alone',
    }),
    loadFactor: Type.Number({
      default: 1,
      exclusiveMinimum: 0,
      maximum: 10,
      description: 'Of the load and generation of the network',
    }),
    ratingFactor: Type.Number({
      default: 1.5,
      exclusiveMinimum: 0,
      maximum: 100,
      description: 'Limit of a line without a rating, as a multiple of its flow in the network as it was imported',
    }),
    leastRatingMw: Type.Number({
      default: 10,
      exclusiveMinimum: 0,
      maximum: 100_000,
      unit: 'MW',
      description: 'Least limit of a line without a rating',
    }),
    tolerance: Type.Number({
      default: 0.3,
      minimum: 0,
      maximum: 100,
      description: 'Of Motter and Lai: spare capacity of a node as a share of its load',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'method', 'loadFactor', 'ratingFactor'],
});
