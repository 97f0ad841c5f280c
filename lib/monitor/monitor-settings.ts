import { type Static, Type } from '@sinclair/typebox';

/** The settings of the reading monitor. Every one has a default. */
export const MonitorSettings = Type.Object(
  {
    silentAfterSeconds: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 604_800,
      unit: 's',
      description: 'A meter of which nothing has arrived for so long is silent',
    }),
    spanMinutes: Type.Number({
      default: 30,
      minimum: 1,
      maximum: 10_080,
      unit: 'min',
      description: 'How much event time the load curve shows, in at most 500 points',
    }),
    maximumGapMinutes: Type.Number({
      default: 15,
      minimum: 1,
      maximum: 1440,
      unit: 'min',
      description: 'How long a power value is taken to last when no newer one comes',
    }),
    maximumAheadMinutes: Type.Number({
      default: 60,
      minimum: 1,
      maximum: 5_256_000,
      unit: 'min',
      description: 'A reading further ahead of the clock than this is counted but not drawn',
    }),
    maximumMeters: Type.Integer({
      default: 100_000,
      minimum: 1,
      maximum: 1_000_000,
      description: 'At most so many meters; the one that was silent longest is forgotten first',
    }),
  },
  { $id: 'MonitorSettings', title: 'MonitorSettings', additionalProperties: false },
);
export type MonitorSettings = Static<typeof MonitorSettings>;
