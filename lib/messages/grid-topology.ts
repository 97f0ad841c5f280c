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
    loadMw: Type.Optional(Type.Number({ unit: 'MW', description: 'Default 0' })),
    generationMw: Type.Optional(Type.Number({ unit: 'MW', description: 'Default 0' })),
    loadMvar: Type.Optional(Type.Number({ unit: 'Mvar', description: 'Drawn; for AC; default 0' })),
    generationMvar: Type.Optional(Type.Number({ unit: 'Mvar', description: 'Fed in; for AC; default 0' })),
    shuntMw: Type.Optional(Type.Number({ unit: 'MW', description: 'Drawn by shunts at 1 p.u.; default 0' })),
    shuntMvar: Type.Optional(
      Type.Number({ unit: 'Mvar', description: 'Fed in by shunts (capacitors) at 1 p.u.; default 0' }),
    ),
    capacityMw: Type.Optional(
      Type.Number({
        unit: 'MW',
        minimum: 0,
        description: 'Most that it can feed in, also of a reference; default: not known',
      }),
    ),
    voltagePu: Type.Optional(
      Type.Number({ unit: 'p.u.', exclusiveMinimum: 0, description: 'That a reference holds; default 1' }),
    ),
    minVoltagePu: Type.Optional(Type.Number({ unit: 'p.u.', minimum: 0, description: 'Least voltage allowed' })),
    maxVoltagePu: Type.Optional(
      Type.Number({ unit: 'p.u.', exclusiveMinimum: 0, description: 'Greatest voltage allowed' }),
    ),
    isReference: Type.Optional(
      Type.Boolean({ description: 'Balances generation and load; the zero of voltage angles; default false' }),
    ),
    lineOrder: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Ids of all its lines in the order in which a walk takes them; default that of the lines',
      }),
    ),
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
    resistancePu: Type.Optional(Type.Number({ unit: 'p.u.', description: 'On baseMva and nominalKv; default 0' })),
    reactancePu: Type.Optional(Type.Number({ unit: 'p.u.', description: 'On baseMva and nominalKv' })),
    susceptancePu: Type.Optional(Type.Number({ unit: 'p.u.', description: 'Of the whole line; default 0' })),
    conductancePu: Type.Optional(
      Type.Number({ unit: 'p.u.', description: 'Of the whole line to earth, e.g. core losses; default 0' }),
    ),
    tapRatio: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'Voltage at from over that at to, off-nominal; default 1' }),
    ),
    shiftRad: Type.Optional(Type.Number({ unit: 'rad', description: 'By which the voltage at to lags; default 0' })),
    ratingMva: Type.Optional(Type.Number({ unit: 'MVA', exclusiveMinimum: 0, description: 'Without it: not known' })),
    weight: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Share of stress that is carried on' })),
  },
  { $id: 'GridLine', title: 'GridLine' },
);
export type GridLine = Static<typeof GridLine>;

/** The network: what is where and what connects to what. Further properties of nodes and lines are allowed. */
export const GridTopology = Type.Object(
  {
    schema: Type.Optional(Type.Literal('gridloom-topology/1')),
    name: Type.Optional(Type.String()),
    baseMva: Type.Optional(
      Type.Number({ unit: 'MVA', exclusiveMinimum: 0, description: 'Base of the values per unit; default 100' }),
    ),
    nodes: Type.Array(GridNode),
    lines: Type.Array(GridLine),
  },
  { $id: 'GridTopology', title: 'GridTopology' },
);
export type GridTopology = Static<typeof GridTopology>;
