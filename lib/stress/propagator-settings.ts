import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../stream/settings';

/** The settings of the stress propagator. Every one has a default. */
export const StressPropagatorSettings = Type.Object(
  {
    walk: Type.Union([Type.Literal('strongest-path'), Type.Literal('first-visit')], {
      default: 'strongest-path',
      description: 'first-visit: the original’s walk, which depends on the order of neighbours in the file',
    }),
    combine: Type.Union([Type.Literal('independent'), Type.Literal('sum'), Type.Literal('each')], {
      default: 'independent',
      description:
        'independent: sources combine by 1 − Π(1 − s); sum: by Σ s, at most 1; each: every source sends messages of its own, as the original',
    }),
    hopLimit: Type.Integer({
      default: 3,
      minimum: 0,
      maximum: 1000,
      description: 'Branches that a stress passes at most',
    }),
    decay: Type.Number({ default: 0.7, minimum: 0, maximum: 1, description: 'What is left a step deeper' }),
    minimumStress: Type.Number({
      default: 0,
      minimum: 0,
      maximum: 1,
      description: 'A node of which the stress would be below takes none and passes none on',
    }),
    holdMinutes: Type.Number({
      default: 180,
      exclusiveMinimum: 0,
      maximum: 5_256_000,
      unit: 'min',
      description: 'A source without a newer event for so long (event time) no longer counts',
    }),
    maximumSources: Type.Integer({
      default: 10_000,
      minimum: 1,
      maximum: 1_000_000,
      description: 'A further one is refused',
    }),
    maximumReached: Type.Integer({
      default: 5_000_000,
      minimum: 1,
      maximum: 100_000_000,
      description: 'Nodes reached, added up over all sources (about 30 bytes each); a source that passes it is refused',
    }),
    maximumAheadMinutes: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 5_256_000,
      unit: 'min',
      description: 'An event further ahead of the clock than this is refused',
    }),
  },
  { $id: 'StressPropagatorSettings', title: 'StressPropagatorSettings', additionalProperties: false },
);
export type StressPropagatorSettings = Static<typeof StressPropagatorSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export const completePropagatorSettings = (given: Partial<StressPropagatorSettings>): StressPropagatorSettings =>
  withDefaults(StressPropagatorSettings, given, 'stress propagator settings');
