import { Type } from '@sinclair/typebox';
import { GridMapUpdate, PathAnswer, PathCommand, Refusal, RouteReport } from '../../lib/messages';
import { defineNode } from '../shell/definition';

const weight = (description: string) => Type.Number({ default: 1, minimum: 0, maximum: 1e6, description });

export const definition = defineNode({
  type: 'grid-path-optimizer',
  version: 1,
  color: '#a3b8cc',
  inputs: 1,
  accepts: PathCommand,
  outputs: [
    { name: 'routes', schema: RouteReport, single: true },
    { name: 'map', schema: GridMapUpdate, single: true },
    { name: 'paths', schema: PathAnswer, single: true },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Object({
    network: Type.String({ default: '', description: 'Network that nodes share: a grid topology' }),
    lossWeight: weight('Of losses; equal weights: losses and risk matter alike'),
    riskWeight: weight('Of the risk of lines, as telemetry tells it'),
    usesTies: Type.Boolean({ default: true, description: 'Open lines of the kind tie or switch may be closed' }),
    marginPercent: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 99,
      unit: '%',
      description: 'Of the rating of each line that is kept free',
    }),
    comparesPolicy: Type.Boolean({
      default: false,
      description: 'Trains policies by reinforcement as well, and tells how far they are from the optimum',
    }),
    leastMs: Type.Integer({
      default: 200,
      minimum: 0,
      maximum: 3_600_000,
      unit: 'ms',
      description: 'From one optimisation to the next; the last change is always reckoned with',
    }),
  }),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'lossWeight', 'riskWeight', 'usesTies', 'marginPercent'],
});
