import { type Static, Type } from '@sinclair/typebox';

/** Tells the path optimizer what to do, or what to reckon with. */
export const PathCommand = Type.Object(
  {
    optimize: Type.Optional(Type.Literal(true, { description: 'Once more, also when nothing has changed' })),
    lossWeight: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6, description: 'From now on' })),
    riskWeight: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6, description: 'From now on' })),
    outOfService: Type.Optional(
      Type.Array(Type.String({ maxLength: 200 }), {
        maxItems: 100_000,
        description: 'Ids of all lines that must not be used, whatever the network says; empty: none',
      }),
    ),
  },
  { $id: 'PathCommand', title: 'PathCommand', additionalProperties: false },
);
export type PathCommand = Static<typeof PathCommand>;
