import type { Components } from '../graph';
import type { NetworkModel } from '../network-model';

/** A connected part of the network. */
export interface Island {
  /** The node with the angle 0. */
  reference: number;
  nodes: number[];
}

/**
 * The islands in the order of their first node, each with its reference: the first node that is marked as one, else the
 * first with the greatest generation.
 */
export function islandsOf({ nodes }: NetworkModel, { of, sizes }: Components): Island[] {
  const islands = sizes.map((): Island => ({ reference: -1, nodes: [] }));
  for (const [node, { isReference, generationMw }] of nodes.entries()) {
    const island = islands[of[node]!]!;
    island.nodes.push(node);
    const chosen = nodes[island.reference];
    const isBetter = isReference
      ? !chosen?.isReference
      : !chosen?.isReference && generationMw > (chosen?.generationMw ?? 0);
    if (chosen === undefined || isBetter) island.reference = node;
  }
  return islands;
}
