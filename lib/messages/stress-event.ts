import { type Static, Type } from '@sinclair/typebox';

/** What a stress was told from; `given`: it came from elsewhere. */
export const StressCause = Type.Union([
  Type.Literal('system-load'),
  Type.Literal('loading'),
  Type.Literal('voltage'),
  Type.Literal('temperature'),
  Type.Literal('given'),
]);
export type StressCause = Static<typeof StressCause>;

/** The stress at one node as the source of what spreads from there. A later one of the same node and cause takes its place. */
export const StressEvent = Type.Object(
  {
    nodeId: Type.String({ minLength: 1 }),
    timeMs: Type.Integer({ minimum: 0, unit: 'ms', description: 'Event time, epoch milliseconds UTC' }),
    stress: Type.Number({ minimum: 0, maximum: 1, description: '0: none, 1: the worst there is' }),
    cause: StressCause,
    value: Type.Optional(Type.Number({ description: 'What was measured, in `unit`' })),
    limit: Type.Optional(Type.Number({ description: 'From where on it is stress, in `unit`' })),
    unit: Type.Optional(Type.String()),
    because: Type.Optional(Type.String({ description: 'The arithmetic in words and numbers' })),
  },
  { $id: 'StressEvent', title: 'StressEvent' },
);
export type StressEvent = Static<typeof StressEvent>;
