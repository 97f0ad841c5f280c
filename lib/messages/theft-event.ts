import { type Static, Type } from '@sinclair/typebox';
import { TheftCue } from './theft-cue';

const place = () => Type.Optional(Type.String({ minLength: 1, maxLength: 128 }));

/**
 * A stretch of time in which a meter was conspicuous. `theftLike` events are worth a visit: their score is beyond what
 * honest meters show on 1 of 1,000 days. The others are runs of unusual windows, kept for the record.
 * An event is sent when it opens, when it grows, and when it closes; `id` stays.
 */
export const TheftEvent = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'A later event of the same id takes its place' }),
    meterId: Type.String({ minLength: 1 }),
    city: place(),
    district: place(),
    household: place(),
    feeder: place(),
    startMs: Type.Number({ unit: 'ms', description: 'First conspicuous window, epoch milliseconds UTC' }),
    endMs: Type.Number({ unit: 'ms', description: 'End of the last conspicuous window so far' }),
    state: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
    theftLike: Type.Boolean({ description: 'Evidence beyond the limit; false: only unusual' }),
    score: Type.Number({ minimum: 0, description: '−log10 of how often an honest meter-day scores as high' }),
    likelihood: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'That it is theft, by score and usual share of theft',
    }),
    cues: Type.Array(TheftCue, { description: 'Strongest first, one of a kind' }),
    windows: Type.Integer({ minimum: 0, description: 'Conspicuous windows' }),
    measuredWh: Type.Number({ unit: 'Wh', description: 'Energy the meter gave in the event' }),
    lostWh: Type.Number({ minimum: 0, unit: 'Wh', description: 'Estimate of what it did not count' }),
    lostShare: Type.Number({ minimum: 0, maximum: 1, description: 'The same as a share of what was drawn' }),
    because: Type.String({ description: 'In words and numbers' }),
  },
  { $id: 'TheftEvent', title: 'TheftEvent', additionalProperties: false },
);
export type TheftEvent = Static<typeof TheftEvent>;
