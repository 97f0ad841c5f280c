import { type Static, Type } from '@sinclair/typebox';

/** What a transformer carries, and the air around it. */
export const TransformerLoad = Type.Object(
  {
    transformerId: Type.String({ minLength: 1, maxLength: 200 }),
    timeMs: Type.Integer({
      minimum: 0,
      maximum: 8.64e15,
      unit: 'ms',
      description: 'Event time, epoch milliseconds UTC',
    }),
    loadFactor: Type.Number({ minimum: 0, maximum: 10, description: 'Load current / rated current' }),
    ambientC: Type.Number({ minimum: -90, maximum: 90, unit: '°C' }),
  },
  { $id: 'TransformerLoad', title: 'TransformerLoad' },
);
export type TransformerLoad = Static<typeof TransformerLoad>;
