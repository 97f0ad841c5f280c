import { type Static, Type } from '@sinclair/typebox';

/** The stress at one node after an event at a source: of all sources together, or of this source alone, by setting. */
export const PropagatedStress = Type.Object(
  {
    sourceId: Type.String({ minLength: 1, description: 'Node of the source; of several, of the strongest' }),
    nodeId: Type.String({ minLength: 1 }),
    hop: Type.Integer({ minimum: 0, description: 'Branches between source and node on the way of the stress' }),
    path: Type.Array(Type.String(), {
      description: 'Nodes on that way, both ends included; empty when no stress reaches the node any more',
    }),
    timeMs: Type.Integer({ minimum: 0, unit: 'ms', description: 'Event time of the event' }),
    stress: Type.Number({ minimum: 0, maximum: 1 }),
    sources: Type.Integer({ minimum: 0, description: 'How many sources are in it' }),
    voltagePu: Type.Number({ unit: 'p.u.', description: '1 − 0.1·stress' }),
    loadPercent: Type.Number({ unit: '%', description: '70 + 40·stress' }),
  },
  { $id: 'PropagatedStress', title: 'PropagatedStress' },
);
export type PropagatedStress = Static<typeof PropagatedStress>;
