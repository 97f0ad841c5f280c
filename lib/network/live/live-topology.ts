import { type Static, Type } from '@sinclair/typebox';
import { GridTopology } from '../../messages';
import { partsOf } from '../checks/islands';
import type { NetworkModel } from '../network-model';
import { toTopology } from '../to-topology';

/** So many parts are told, and so many nodes of each are named. */
const MOST_PARTS = 50;
const MOST_NAMED = 20;

/** A part of the network that no line in service joins to the largest one. */
export const Island = Type.Object({
  nodes: Type.Array(Type.String(), { description: `Ids, the first ${MOST_NAMED}` }),
  nodeCount: Type.Integer({ minimum: 1 }),
  loadMw: Type.Number({ unit: 'MW' }),
  generationMw: Type.Number({ unit: 'MW' }),
});
export type Island = Static<typeof Island>;

/** A network as it is now. Read as a GridTopology, it is the network alone. */
export const LiveTopology = Type.Composite(
  [
    GridTopology,
    Type.Object({
      islandCount: Type.Integer({ minimum: 1, description: 'Parts that no line in service joins; 1: all is joined' }),
      islands: Type.Array(Island, {
        description: `{ nodes, nodeCount, loadMw, generationMw } of all parts but the largest, at most ${MOST_PARTS}`,
      }),
    }),
  ],
  { $id: 'LiveTopology', title: 'LiveTopology' },
);
export type LiveTopology = Static<typeof LiveTopology>;

/** The network as a message, with the islands that it has. */
export function liveTopology(model: NetworkModel): LiveTopology {
  const parts = partsOf(model).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  const islands = parts.slice(1, 1 + MOST_PARTS).map((part): Island => {
    const sum = (field: 'loadMw' | 'generationMw') =>
      part.reduce((total, node) => total + model.nodes[node]![field], 0);
    return {
      nodes: part.slice(0, MOST_NAMED).map((node) => model.nodes[node]!.id),
      nodeCount: part.length,
      loadMw: sum('loadMw'),
      generationMw: sum('generationMw'),
    };
  });
  return { ...toTopology(model), islandCount: parts.length, islands };
}
