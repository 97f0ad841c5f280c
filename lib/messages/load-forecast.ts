import { type Static, Type } from '@sinclair/typebox';

const maybe = (description: string) =>
  Type.Union([Type.Number({ unit: 'MW' }), Type.Null()], { unit: 'MW', description });

/** The load of a day, hour by hour, as far as it was known when the forecast was issued. */
export const LoadForecast = Type.Object(
  {
    date: Type.String({ description: 'Local date, YYYY-MM-DD' }),
    timeZone: Type.String({ description: 'e.g. Europe/Berlin' }),
    issuedMs: Type.Integer({ unit: 'ms', description: 'No load after it was looked at' }),
    method: Type.Union([Type.Literal('regression'), Type.Literal('naive-168'), Type.Literal('naive-24')]),
    reason: Type.Optional(Type.String({ description: 'Why it is no better method' })),
    trainingDays: Type.Integer({ minimum: 0, description: 'Of load that were known' }),
    hours: Type.Array(
      Type.Object({
        timeMs: Type.Integer({ unit: 'ms', description: 'Beginning of the hour' }),
        p10Mw: maybe('Below it one time in ten; null: too few errors are known'),
        p50Mw: Type.Number({ unit: 'MW' }),
        p90Mw: maybe('Above it one time in ten; the same'),
        actualMw: Type.Optional(Type.Number({ unit: 'MW', description: 'Measured since' })),
      }),
    ),
  },
  { $id: 'LoadForecast', title: 'LoadForecast' },
);
export type LoadForecast = Static<typeof LoadForecast>;
