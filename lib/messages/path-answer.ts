import { type Static, Type } from '@sinclair/typebox';

const name = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

/** Asks for the ways between two nodes of a network. */
export const PathQuestion = Type.Object(
  {
    from: name('Id or label of a node, in any case'),
    to: name('Id or label of another node'),
    k: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, description: 'So many of the cheapest ways; without it 3' }),
    ),
    riskBudget: Type.Optional(
      Type.Number({ minimum: 0, description: 'Most that the risks of the lines of a way may add up to' }),
    ),
    powerMw: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 1e6,
        unit: 'MW',
        description: 'For which losses are told; without it the load at `to`, or 1 MW',
      }),
    ),
  },
  { $id: 'PathQuestion', title: 'PathQuestion', additionalProperties: false },
);
export type PathQuestion = Static<typeof PathQuestion>;

/** One way from node to node that meets no node twice. */
export const GridPath = Type.Object(
  {
    nodes: Type.Array(Type.String(), { description: 'Ids in order' }),
    lines: Type.Array(Type.String(), { description: 'Ids in the same order' }),
    cost: Type.Number({ description: 'Weighted and normalised losses and risk' }),
    lossKw: Type.Number({ unit: 'kW', description: 'With the power of the question on this way alone' }),
    riskSum: Type.Number({ description: 'Of its lines' }),
  },
  { $id: 'GridPath', title: 'GridPath' },
);
export type GridPath = Static<typeof GridPath>;

/** The ways between two nodes: the cheapest ones, and those of which none has both less losses and less risk. */
export const PathAnswer = Type.Object(
  {
    from: Type.String({ description: 'Id' }),
    to: Type.String({ description: 'Id' }),
    powerMw: Type.Number({ unit: 'MW' }),
    shortest: Type.Array(GridPath, { description: 'At most k, the cheapest first; empty: there is no way' }),
    pareto: Type.Array(GridPath, { description: 'Losses ascending, risk descending; at most 1,000' }),
    withinBudget: Type.Optional(
      Type.Union([GridPath, Type.Null()], {
        description: 'Least losses within the risk budget; null: there is no way within it',
      }),
    ),
  },
  { $id: 'PathAnswer', title: 'PathAnswer' },
);
export type PathAnswer = Static<typeof PathAnswer>;
