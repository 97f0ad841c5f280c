import { Type } from '@sinclair/typebox';
import { PropagatedStress, Refusal, StressEvent } from '../../lib/messages';
import { STRESS_MODELS, StressPropagatorSettings } from '../../lib/stress';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-stress-propagator',
  version: 1,
  color: '#d6b4c4',
  inputs: 1,
  accepts: StressEvent,
  outputs: [
    { name: 'stress', schema: PropagatedStress },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Composite([
    Type.Object({
      network: Type.String({ default: '', description: 'Grid topology over which stress spreads' }),
      model: Type.Union(
        STRESS_MODELS.map((name) => Type.Literal(name)),
        { default: 'linear', description: 'By what a step passes stress on' },
      ),
    }),
    StressPropagatorSettings,
    Type.Object({
      defaultWeight: Type.Number({
        default: 0.9,
        minimum: 0,
        maximum: 1,
        description: 'Weight of lines that have none; not for electrical',
      }),
      isRandom: Type.Boolean({
        default: false,
        description: 'Draws the sensitivity of each node once, from 0.8 to 1.2, as the original; only for linear',
      }),
      seed: Type.Integer({
        default: 1,
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The same seed, the same draws',
      }),
      fields: Type.Union([Type.Literal('gridloom'), Type.Literal('original')], {
        default: 'gridloom',
        description: 'Names of the fields of stress; original: one message a node',
      }),
    }),
  ]),
  fields: { network: { control: 'config', type: 'grid-topology' } },
  basic: ['network', 'model', 'walk', 'combine', 'hopLimit', 'decay', 'fields'],
});
