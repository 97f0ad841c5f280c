import { type Static, Type } from '@sinclair/typebox';
import { withDefaults } from '../../stream/settings';

/** Setting → cycles after the inception that are looked at. */
export const DECISION_CYCLES = { full: 3, '1.5': 1.5, '1': 1 } as const;

/** How events are classified. Every setting has a default. */
export const FaultClassifierSettings = Type.Object(
  {
    decisionWindow: Type.Union([Type.Literal('full'), Type.Literal('1.5'), Type.Literal('1')], {
      default: 'full',
      description: 'Cycles after the inception that the answer rests on; full: 3',
    }),
    minimumProbability: Type.Number({
      default: 0.5,
      minimum: 0,
      maximum: 1,
      description: 'An event is unknown when neither internal faults together nor another class are as probable',
    }),
    pickUpA: Type.Number({
      default: 0.3,
      minimum: 0.001,
      maximum: 100,
      unit: 'A',
      description: 'Differential current, in secondary amperes, from which on a relay looks at an event',
    }),
    secondHarmonicPercent: Type.Number({
      default: 20,
      minimum: 5,
      maximum: 100,
      unit: '%',
      description: '2nd over 1st harmonic from which on a relay restrains',
    }),
    batchSize: Type.Integer({
      default: 32,
      minimum: 1,
      maximum: 32,
      description: 'Events that the model computes in one run',
    }),
  },
  { $id: 'FaultClassifierSettings', title: 'FaultClassifierSettings', additionalProperties: false },
);
export type FaultClassifierSettings = Static<typeof FaultClassifierSettings>;

/** Settings with the defaults filled in. @throws Error that names the setting that is wrong. */
export const completeClassifierSettings = (given: Partial<FaultClassifierSettings> = {}): FaultClassifierSettings =>
  withDefaults(FaultClassifierSettings, given, 'fault classifier settings');
