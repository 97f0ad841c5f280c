import { type Static, Type } from '@sinclair/typebox';
import { TheftCue } from './theft-cue';

const nullable = (unit: string, description: string) =>
  Type.Array(Type.Union([Type.Number(), Type.Null()]), { unit, description });

/** The data of a case's plots: four quantities over the day, beside what is usual. All arrays are of one length. */
export const TheftPlot = Type.Object(
  {
    date: Type.String({ description: 'Local date, YYYY-MM-DD' }),
    timeMs: Type.Array(Type.Number(), { unit: 'ms', description: 'Start of each window' }),
    powerW: nullable('W', 'Mean power of the window'),
    voltageV: nullable('V', 'Mean voltage'),
    currentA: nullable('A', 'Mean current'),
    powerFactor: nullable('', 'Mean power factor'),
    usualPowerW: nullable('W', 'What is usual for this meter at this time of day'),
  },
  { $id: 'TheftPlot', additionalProperties: false },
);
export type TheftPlot = Static<typeof TheftPlot>;

/** What became of a case, and who said so. */
export const TheftCaseStep = Type.Object(
  {
    timeMs: Type.Number({ unit: 'ms' }),
    state: Type.Union([Type.Literal('open'), Type.Literal('confirmed'), Type.Literal('dismissed')]),
    by: Type.Optional(Type.String({ maxLength: 200 })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  { $id: 'TheftCaseStep', additionalProperties: false },
);
export type TheftCaseStep = Static<typeof TheftCaseStep>;

/** One meter that someone should look at: all suspicions about it in one file, ranked by what is at stake. */
export const TheftCase = Type.Object(
  {
    caseId: Type.String({ minLength: 1 }),
    meterId: Type.String({ minLength: 1 }),
    city: Type.Optional(Type.String()),
    district: Type.Optional(Type.String()),
    household: Type.Optional(Type.String()),
    feeder: Type.Optional(Type.String()),
    state: Type.Union([Type.Literal('open'), Type.Literal('confirmed'), Type.Literal('dismissed')]),
    finding: Type.Union(
      [
        Type.Literal('bypass'),
        Type.Literal('tampering'),
        Type.Literal('meter-fault'),
        Type.Literal('changed-habit'),
        Type.Literal('unclear'),
      ],
      { description: 'What it most likely is, by the evidence and the balance of the feeder' },
    ),
    rank: Type.Integer({ minimum: 1, description: 'Place in the list of open cases; 1 is first' }),
    priority: Type.Number({
      minimum: 0,
      unit: 'kWh',
      description: 'Likelihood × lost energy: what the list is ranked by',
    }),
    likelihood: Type.Number({ minimum: 0, maximum: 1, description: 'That it is theft, with balance and feedback' }),
    score: Type.Number({ minimum: 0, description: 'Of its strongest event' }),
    lostKwh: Type.Number({ minimum: 0, unit: 'kWh', description: 'Estimate so far' }),
    lostMoney: Type.Number({ minimum: 0, description: 'The same at the tariff of the settings' }),
    currency: Type.String(),
    firstMs: Type.Number({ unit: 'ms', description: 'Start of the first event' }),
    lastMs: Type.Number({ unit: 'ms', description: 'End of the last event' }),
    events: Type.Array(Type.String(), { description: 'Ids of its events' }),
    evidence: Type.Array(TheftCue, { description: 'Strongest first, one of a kind' }),
    because: Type.String({ description: 'The file in a few sentences' }),
    history: Type.Array(TheftCaseStep),
    plots: Type.Optional(Type.Array(TheftPlot)),
  },
  { $id: 'TheftCase', title: 'TheftCase', additionalProperties: false },
);
export type TheftCase = Static<typeof TheftCase>;
