import { type Static, Type } from '@sinclair/typebox';

/** One meter of a feeder and how much of the gap goes with its own load. */
export const GapShare = Type.Object(
  {
    meterId: Type.String({ minLength: 1 }),
    lostWh: Type.Number({ minimum: 0, unit: 'Wh', description: 'Part of the gap it explains' }),
    lostShare: Type.Number({ minimum: 0, maximum: 1, description: 'Of what it is then taken to have drawn' }),
    confidence: Type.Number({ minimum: 0, maximum: 1, description: 'That it explains a part of the gap at all' }),
    because: Type.String(),
  },
  { $id: 'GapShare', additionalProperties: false },
);
export type GapShare = Static<typeof GapShare>;

/** The energy balance of one feeder over a period: what went in, what its meters counted, what lines lose, what is missing. */
export const FeederBalance = Type.Object(
  {
    feeder: Type.String({ minLength: 1 }),
    city: Type.Optional(Type.String()),
    district: Type.Optional(Type.String()),
    period: Type.Union([Type.Literal('window'), Type.Literal('day')]),
    startMs: Type.Number({ unit: 'ms', description: 'Epoch milliseconds UTC' }),
    lengthMs: Type.Number({ unit: 'ms' }),
    state: Type.Union([Type.Literal('complete'), Type.Literal('incomplete')], {
      description: 'incomplete: meters are missing, the gap is not judged',
    }),
    meters: Type.Integer({ minimum: 0, description: 'Meters that were counted' }),
    missingMeters: Type.Array(Type.String(), { description: 'Meters of the feeder without enough readings' }),
    inWh: Type.Number({ unit: 'Wh', description: 'By the feeder meter' }),
    metersWh: Type.Number({ unit: 'Wh', description: 'Sum of its meters' }),
    lossWh: Type.Number({ unit: 'Wh', description: 'Technical loss by the model' }),
    gapWh: Type.Number({ unit: 'Wh', description: 'What is missing: in − meters − loss' }),
    gapShare: Type.Number({ description: 'Gap over what went in' }),
    gapScore: Type.Number({ minimum: 0, description: '−log10 of how often an honest feeder shows as much' }),
    isAbove: Type.Boolean({ description: 'The gap supports a bypass' }),
    explainedBy: Type.Array(GapShare, { description: 'Meters whose load goes with the gap, largest first' }),
    cluster: Type.Array(Type.String(), { description: 'Three or more meters that dropped on the same day' }),
    because: Type.String({ description: 'In words and numbers' }),
  },
  { $id: 'FeederBalance', title: 'FeederBalance', additionalProperties: false },
);
export type FeederBalance = Static<typeof FeederBalance>;
