import type { Adjacency } from './adjacency';

/** The connected parts of a network, numbered in the order of their first node. */
export interface Components {
  /** Of each node the number of its part. */
  of: Int32Array;
  /** Nodes of each part. */
  sizes: number[];
}

/** The connected parts of a network; a node without neighbours is a part of its own. */
export function componentsOf({ nodeCount, start, neighbour }: Adjacency): Components {
  const of = new Int32Array(nodeCount).fill(-1);
  const queue = new Int32Array(nodeCount);
  const sizes: number[] = [];
  for (let first = 0; first < nodeCount; first++) {
    if (of[first] !== -1) continue;
    const part = sizes.length;
    let met = 1;
    queue[0] = first;
    of[first] = part;
    for (let i = 0; i < met; i++) {
      const node = queue[i]!;
      for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
        const next = neighbour[slot]!;
        if (of[next] !== -1) continue;
        of[next] = part;
        queue[met++] = next;
      }
    }
    sizes.push(met);
  }
  return { of, sizes };
}
