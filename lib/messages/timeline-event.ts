import { type Static, Type } from '@sinclair/typebox';

/** Something that lasted, or still lasts, on a lane of its own kind: an alarm of a meter, a cue, an outage. */
export const TimelineEvent = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'A later event of the same id takes its place' }),
    lane: Type.String({ minLength: 1, description: 'e.g. a meter, a feeder, a cue' }),
    startMs: Type.Number({ unit: 'ms', description: 'Epoch milliseconds UTC' }),
    endMs: Type.Optional(
      Type.Union([Type.Number(), Type.Null()], { unit: 'ms', description: 'Without it the event still lasts' }),
    ),
    severity: Type.Union([Type.Literal('info'), Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
    label: Type.Optional(Type.String({ description: 'What it is, in a few words' })),
    because: Type.Optional(Type.String({ description: 'The reason in words and numbers' })),
  },
  { $id: 'TimelineEvent', title: 'TimelineEvent' },
);
export type TimelineEvent = Static<typeof TimelineEvent>;
