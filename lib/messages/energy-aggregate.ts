import { type Static, Type } from '@sinclair/typebox';

const kwh = (description: string) => Type.Number({ unit: 'kWh', description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const name = (description: string) => Type.Optional(Type.String({ description }));

/** Energy of a household, a district or a city in an hour, a day or a month of local time. */
export const EnergyAggregate = Type.Object(
  {
    level: Type.Union([Type.Literal('household'), Type.Literal('district'), Type.Literal('city')]),
    period: Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('month')]),
    city: Type.String(),
    district: name('Absent for a city'),
    household: name('Absent for a district and a city'),
    date: Type.String({ description: 'Local day YYYY-MM-DD, or month YYYY-MM' }),
    hour: name('Hour of the wall clock, HH:00; only for an hour'),
    startMs: Type.Number({ unit: 'ms', description: 'Start of the period, epoch milliseconds UTC' }),
    endMs: Type.Number({ unit: 'ms', description: 'Its end; a day can have 23 or 25 hours' }),
    final: Type.Boolean({ description: 'False for an hour of a day that is still open: a later one replaces it' }),
    households: count('Households with a row in the period'),
    count: count('Household-hours with a value'),
    expected: count('Household-hours that the period has for these households'),
    completeness: Type.Number({ description: 'count / expected, 0 to 1' }),
    estimated: count('Household-hours of them whose value is estimated'),
    sumKwh: kwh('Energy'),
    minimumKwh: kwh('Smallest household-hour; 0 without values'),
    meanKwh: kwh('Mean household-hour; 0 without values'),
    maximumKwh: kwh('Largest household-hour; 0 without values'),
    peakHour: Type.String({ description: 'Hour of the wall clock with most energy (of a month: in its hour of most)' }),
    peakStartMs: Type.Union([Type.Number(), Type.Null()], { unit: 'ms', description: 'Start of that hour' }),
    peakKwh: kwh('Energy of that hour'),
    loadFactor: Type.Number({ description: 'Mean hourly energy / energy of the peak hour, 0 to 1; 0 without values' }),
  },
  { $id: 'EnergyAggregate', title: 'EnergyAggregate', additionalProperties: false },
);
export type EnergyAggregate = Static<typeof EnergyAggregate>;
