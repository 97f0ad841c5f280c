import { type Static, Type } from '@sinclair/typebox';

const maybe = (unit: string, description: string) =>
  Type.Union([Type.Number({ unit }), Type.Null()], { unit, description });

/** A limit of voltage, loading or supply that is exceeded. */
export const LimitViolation = Type.Object(
  {
    kind: Type.Union(
      [
        Type.Literal('low-voltage'),
        Type.Literal('high-voltage'),
        Type.Literal('overload'),
        Type.Literal('over-capacity'),
      ],
      {
        description: 'over-capacity: a source or generator supplies more than it can',
      },
    ),
    id: Type.String({ description: 'Of the node or line' }),
    value: Type.Number({ description: 'p.u., MVA of a line, MW of a source' }),
    limit: Type.Number({ description: 'The same' }),
  },
  { $id: 'LimitViolation', title: 'LimitViolation' },
);
export type LimitViolation = Static<typeof LimitViolation>;

/** Where losses arise. */
export const LossShare = Type.Object(
  { id: Type.String(), lossKw: Type.Number({ unit: 'kW' }) },
  { $id: 'LossShare', title: 'LossShare' },
);
export type LossShare = Static<typeof LossShare>;

/** Power flow of a network as it is at a time: voltages, flows, losses and where they arise, limits that are exceeded. */
export const PowerFlowReport = Type.Object(
  {
    timeMs: Type.Integer({ unit: 'ms', description: 'Event time of the newest change of the network' }),
    method: Type.Union([Type.Literal('ac-radial'), Type.Literal('dc')], {
      description: 'dc: meshed; voltages are not known and losses are estimated from the flows',
    }),
    demandMw: Type.Number({ unit: 'MW', description: 'With shunts, pumps and what is fed back to a source' }),
    supplyMw: Type.Number({ unit: 'MW', description: 'Of sources and generators' }),
    lossKw: Type.Number({ unit: 'kW' }),
    lossPercent: Type.Number({ unit: '%', description: 'Of the supply' }),
    minVoltagePu: maybe('p.u.', 'Null: not known'),
    minVoltageNode: Type.Union([Type.String(), Type.Null()]),
    residualPu: Type.Number({ unit: 'p.u.', description: 'Change of a voltage in the last sweep' }),
    unfed: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Nodes with load or generation that no source feeds: they count as nothing here',
      }),
    ),
    unservedMw: Type.Optional(Type.Number({ unit: 'MW', description: 'What they would draw' })),
    violations: Type.Array(LimitViolation),
    feeders: Type.Array(LossShare, {
      description: 'By the line that leaves a source, which names it; one for the whole of a meshed network',
    }),
    kinds: Type.Array(LossShare, { description: 'By kind of branch: line, transformer, …' }),
    nodes: Type.Array(
      Type.Object({
        id: Type.String(),
        voltagePu: maybe('p.u.', 'Null: dead or not known'),
        angleDegrees: maybe('°', 'Null: dead'),
        loadMw: Type.Number({ unit: 'MW', description: 'That is served' }),
        generationMw: Type.Number({ unit: 'MW', description: 'Of a source: what it supplies' }),
      }),
    ),
    lines: Type.Array(
      Type.Object({
        id: Type.String(),
        inService: Type.Boolean(),
        fromMw: Type.Number({ unit: 'MW', description: 'Into the line at its from end' }),
        lossKw: Type.Number({ unit: 'kW' }),
        currentA: maybe('A', 'At its from end; null: the nominal voltage is not known'),
        loadingPercent: maybe('%', 'Null: no rating'),
      }),
    ),
  },
  { $id: 'PowerFlowReport', title: 'PowerFlowReport' },
);
export type PowerFlowReport = Static<typeof PowerFlowReport>;
