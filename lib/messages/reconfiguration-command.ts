import { type Static, Type } from '@sinclair/typebox';

const ids = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      maxItems: 10_000,
      description: `${description}; takes the place of the last such list`,
    }),
  );

/** What a reconfiguration shall do. Several fields may stand together: constraints count first, then `cancel`. */
export const ReconfigurationCommand = Type.Object(
  {
    search: Type.Optional(Type.Boolean({ description: 'Search for the best configuration of the network as it is' })),
    seconds: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 3600, unit: 's', description: 'With search: time for it' }),
    ),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'With search' })),
    cancel: Type.Optional(Type.Boolean({ description: 'End the search, with the best so far, or the switching' })),
    outOfService: ids('Lines that must stay open, e.g. faulty or being worked on'),
    locked: ids('Lines that stay as they are'),
    twoPaths: ids('Nodes to which a second path has to lead'),
    apply: Type.Optional(Type.Boolean({ description: 'Switch what the last report advises, pair by pair' })),
    overLimits: Type.Optional(
      Type.Boolean({
        description: 'With apply: also where limits are exceeded on the way by more than today or at the end',
      }),
    ),
  },
  { $id: 'ReconfigurationCommand', title: 'ReconfigurationCommand', additionalProperties: false, minProperties: 1 },
);
export type ReconfigurationCommand = Static<typeof ReconfigurationCommand>;

/** Constraints that stand until others take their place. */
export const ReconfigurationConstraints = Type.Object(
  {
    outOfService: Type.Array(Type.String(), { description: 'Lines that must stay open' }),
    locked: Type.Array(Type.String(), { description: 'Lines that stay as they are' }),
    twoPaths: Type.Array(Type.String(), { description: 'Nodes to which a second path has to lead' }),
  },
  { $id: 'ReconfigurationConstraints', title: 'ReconfigurationConstraints' },
);
export type ReconfigurationConstraints = Static<typeof ReconfigurationConstraints>;
