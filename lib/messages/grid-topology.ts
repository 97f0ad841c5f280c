import { type Static, Type } from '@sinclair/typebox';

/** A place of the network where lines meet. */
export const GridNode = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'Unique among the nodes' }),
    label: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String({ description: 'e.g. substation, busbar, transformer, load, generator' })),
    x: Type.Optional(
      Type.Number({ description: 'Position in any plane, or longitude in degrees; with y on all or none' }),
    ),
    y: Type.Optional(Type.Number({ description: 'Position, grows upwards, or latitude in degrees' })),
    nominalKv: Type.Optional(Type.Number({ unit: 'kV', exclusiveMinimum: 0 })),
  },
  { $id: 'GridNode', title: 'GridNode' },
);
export type GridNode = Static<typeof GridNode>;

/** A branch between two nodes: line, cable, transformer or switch. */
export const GridLine = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'Unique among the lines' }),
    from: Type.String({ description: 'Id of a node' }),
    to: Type.String({ description: 'Id of a node' }),
    label: Type.Optional(Type.String()),
    kind: Type.Optional(Type.String({ description: 'e.g. line, cable, transformer, switch' })),
    inService: Type.Optional(Type.Boolean({ description: 'False: out of service or open; default true' })),
  },
  { $id: 'GridLine', title: 'GridLine' },
);
export type GridLine = Static<typeof GridLine>;

/** The network: what is where and what connects to what. Further properties of nodes and lines are allowed. */
export const GridTopology = Type.Object(
  {
    schema: Type.Optional(Type.Literal('gridloom-topology/1')),
    name: Type.Optional(Type.String()),
    nodes: Type.Array(GridNode),
    lines: Type.Array(GridLine),
  },
  { $id: 'GridTopology', title: 'GridTopology' },
);
export type GridTopology = Static<typeof GridTopology>;
