import { type Static, Type } from '@sinclair/typebox';

/** One change of one alarm: raised → acknowledged → cleared. One alert a change, never one a reading. */
export const GridAlert = Type.Object(
  {
    alarmId: Type.String({ description: 'Stable name of the alarm, e.g. threshold/meter/madrid/101/H007' }),
    state: Type.Union([Type.Literal('raised'), Type.Literal('acknowledged'), Type.Literal('cleared')]),
    severity: Type.Union([Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
    scope: Type.Union([Type.Literal('meter'), Type.Literal('district'), Type.Literal('city')]),
    subject: Type.String({ description: 'The meter, district or city it is about' }),
    city: Type.Optional(Type.String()),
    district: Type.Optional(Type.String()),
    timeMs: Type.Number({ unit: 'ms', description: 'Event time of this change' }),
    raisedMs: Type.Number({ unit: 'ms', description: 'Event time at which it was raised' }),
    acknowledgedMs: Type.Optional(Type.Number({ unit: 'ms' })),
    acknowledgedBy: Type.Optional(Type.String()),
    clearedMs: Type.Optional(Type.Number({ unit: 'ms' })),
    value: Type.Number({ description: 'The value that was compared, in `unit`' }),
    threshold: Type.Number({ description: 'The limit it was compared with, in `unit`' }),
    unit: Type.String(),
    because: Type.String({ description: 'The arithmetic in words and numbers' }),
  },
  { $id: 'GridAlert', title: 'GridAlert', additionalProperties: false },
);
export type GridAlert = Static<typeof GridAlert>;
