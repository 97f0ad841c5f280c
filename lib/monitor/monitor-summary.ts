import { type Static, Type } from '@sinclair/typebox';

const whole = (description: string) => Type.Integer({ minimum: 0, description });
const time = (description: string) => Type.Number({ unit: 'ms', description });
const load = Type.Array(Type.Union([Type.Number(), Type.Null()]), {
  unit: 'kW',
  description: 'Mean power of a bucket, summed over the meters; null where no meter had a value',
});

/** What a live page shows of the stream of readings; one a tick. */
export const MonitorSummary = Type.Object(
  {
    timeMs: time('When it was made, by the clock'),
    eventTimeMs: Type.Union([time('Newest event time'), Type.Null()]),
    readings: whole('Readings since the start'),
    readingsPerSecond: Type.Number({ minimum: 0, unit: '1/s', description: 'Mean of the last 10 s, by arrival' }),
    meters: whole('Meters that are known'),
    metersSilent: whole('Meters of which nothing arrived for the configured time'),
    silent: Type.Array(
      Type.Object(
        { meterId: Type.String(), lastSeenMs: time('Arrival of its last reading') },
        { additionalProperties: false },
      ),
      { maxItems: 20, description: 'The meters that are silent longest' },
    ),
    evictedMeters: whole('Meters that were forgotten because there were more than the maximum'),
    missedReadings: whole('Readings that should have come between others, by the usual interval of each meter'),
    flagged: Type.Record(Type.String(), whole('Readings with the flag')),
    refused: Type.Record(Type.String(), whole('Refusals with the reason; "other" beyond 50 reasons')),
    curve: Type.Object(
      {
        bucketMs: Type.Number({ exclusiveMinimum: 0, unit: 'ms', description: 'Width of a bucket' }),
        startMs: Type.Union([time('Start of the first bucket, event time'), Type.Null()]),
        totalKw: load,
        cities: Type.Array(Type.Object({ city: Type.String(), kw: load }, { additionalProperties: false }), {
          description: 'At most 32 cities; meters of others are in the total only',
        }),
      },
      { additionalProperties: false, description: 'Total active power over event time; feeder meters are left out' },
    ),
  },
  { $id: 'MonitorSummary', title: 'MonitorSummary', additionalProperties: false },
);
export type MonitorSummary = Static<typeof MonitorSummary>;
