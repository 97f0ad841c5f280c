import { type Static, Type } from '@sinclair/typebox';
import { LimitViolation } from './power-flow-report';
import { ReconfigurationConstraints } from './reconfiguration-command';

const maybe = (unit: string, description: string) =>
  Type.Union([Type.Number({ unit }), Type.Null()], { unit, description });

/** First close one branch, then open the other. */
export const SwitchingPair = Type.Object(
  {
    closeId: Type.String(),
    openId: Type.String(),
    lossKw: Type.Number({ unit: 'kW', description: 'After the pair' }),
    minVoltagePu: Type.Number({ unit: 'p.u.', description: 'The same' }),
  },
  { $id: 'SwitchingPair', title: 'SwitchingPair' },
);
export type SwitchingPair = Static<typeof SwitchingPair>;

/** How far a reconfiguration is, or what came of it. */
export const ReconfigurationReport = Type.Object(
  {
    timeMs: Type.Integer({ unit: 'ms', description: 'Event time of the network that was optimised' }),
    state: Type.Union([Type.Literal('searching'), Type.Literal('done'), Type.Literal('cancelled')]),
    seconds: Type.Number({ unit: 's', description: 'Since the search began' }),
    secondsToBest: Type.Number({ unit: 's' }),
    evaluations: Type.Integer({ description: 'Power flows' }),
    lossBeforeKw: maybe('kW', 'Null: today is not radial, or has no power flow'),
    lossAfterKw: Type.Number({ unit: 'kW' }),
    minVoltageBeforePu: maybe('p.u.', 'The same'),
    minVoltagePu: Type.Number({ unit: 'p.u.' }),
    withinLimits: Type.Boolean(),
    violations: Type.Array(LimitViolation),
    lowerBoundKw: Type.Number({ unit: 'kW', description: 'No configuration within limits has less; 0: no bound' }),
    gapPercent: Type.Number({ unit: '%' }),
    provenOptimal: Type.Boolean(),
    openIds: Type.Array(Type.String(), { description: 'Lines that are open afterwards' }),
    switching: Type.Union([Type.Array(SwitchingPair), Type.Null()], {
      description: 'From today to there, in this order; null: not yet, or no way from today',
    }),
    switchingWithinLimits: Type.Union([Type.Boolean(), Type.Null()]),
    savedKwhPerYear: maybe('kWh', 'By the load factor of the settings'),
    savedMoneyPerYear: maybe('', 'In the currency of the price'),
    costKw: Type.Optional(
      Type.Number({
        unit: 'kW',
        description: 'Losses weighted with risk, which bound and gap belong to; absent: no weights',
      }),
    ),
    constraints: Type.Optional(ReconfigurationConstraints),
    faulty: Type.Optional(
      Type.Array(Type.String(), { description: 'Lines that telemetry reports out though nobody switched them' }),
    ),
    problem: Type.Optional(Type.String({ description: 'What is odd about today, or about the result' })),
  },
  { $id: 'ReconfigurationReport', title: 'ReconfigurationReport' },
);
export type ReconfigurationReport = Static<typeof ReconfigurationReport>;
