import { type Static, Type } from '@sinclair/typebox';

export const RiskLevel = Type.Union(
  [Type.Literal('NO RISK'), Type.Literal('LOW'), Type.Literal('MEDIUM'), Type.Literal('HIGH')],
  { $id: 'RiskLevel' },
);
export type RiskLevel = Static<typeof RiskLevel>;

/** The score of one district on one local day, with every number that led to it. */
export const DistrictRisk = Type.Object(
  {
    city: Type.String(),
    district: Type.String(),
    date: Type.String({ description: 'Local day in the time zone of the district, YYYY-MM-DD' }),
    final: Type.Boolean({ description: 'False while the day is still open' }),
    households: Type.Integer({ minimum: 0 }),
    rows: Type.Integer({ minimum: 0, description: 'Household-hours that were judged' }),
    estimatedRows: Type.Integer({ minimum: 0 }),
    averageKwh: Type.Number({ unit: 'kWh' }),
    minimumKwh: Type.Number({ unit: 'kWh' }),
    maximumKwh: Type.Number({ unit: 'kWh' }),
    thresholdKwh: Type.Number({ unit: 'kWh', description: 'Threshold of a household-hour' }),
    violations: Type.Integer({ minimum: 0 }),
    violationRatio: Type.Number(),
    peakHour: Type.String({ description: 'Local hour of the largest summed energy, HH:00; empty without rows' }),
    peakHourRisk: Type.Union([Type.Literal(0), Type.Literal(1)]),
    criticalHours: Type.Array(Type.String()),
    score: Type.Number(),
    level: RiskLevel,
    because: Type.String({ description: 'The arithmetic in words and numbers' }),
  },
  { $id: 'DistrictRisk', title: 'DistrictRisk', additionalProperties: false },
);
export type DistrictRisk = Static<typeof DistrictRisk>;
