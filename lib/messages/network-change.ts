import { type Static, Type } from '@sinclair/typebox';

/** A line or switch goes out of service or comes back, or load or generation of a node is another one now. */
export const NetworkChange = Type.Union(
  [
    Type.Object(
      {
        lineId: Type.String({ minLength: 1, description: 'Line, transformer or switch of the network' }),
        inService: Type.Boolean({ description: 'False: out of service, or open' }),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        nodeId: Type.String({ minLength: 1 }),
        loadMw: Type.Optional(Type.Number({ unit: 'MW' })),
        generationMw: Type.Optional(Type.Number({ unit: 'MW' })),
      },
      { additionalProperties: false },
    ),
  ],
  { $id: 'NetworkChange', title: 'NetworkChange' },
);
export type NetworkChange = Static<typeof NetworkChange>;
