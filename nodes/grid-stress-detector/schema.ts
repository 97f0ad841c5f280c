import { Type } from '@sinclair/typebox';
import { Refusal, StressEvent, StressMeasurement } from '../../lib/messages';
import { StressDetectorSettings } from '../../lib/stress';
import { defineNode } from '../shell/definition';

export const definition = defineNode({
  type: 'grid-stress-detector',
  version: 1,
  color: '#d6b4c4',
  inputs: 1,
  accepts: StressMeasurement,
  outputs: [
    { name: 'events', schema: StressEvent },
    { name: 'refused', schema: Refusal },
  ],
  settings: Type.Composite([
    Type.Omit(StressDetectorSettings, ['seed']),
    Type.Object({
      isRandom: Type.Boolean({
        default: false,
        description: 'Draws the factor between the two, as the original; otherwise it is their mean',
      }),
      seed: Type.Integer({
        default: 1,
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The same seed, the same draws',
      }),
      fields: Type.Union([Type.Literal('gridloom'), Type.Literal('original')], {
        default: 'gridloom',
        description: 'Names of the fields of events; original: one message an event',
      }),
    }),
  ]),
  basic: ['referenceLoadMw', 'loadThreshold', 'sources', 'limits', 'fields'],
});
