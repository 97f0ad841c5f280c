import type { Adjacency } from '../graph';

/**
 * Closeness of every node: with r nodes in its part at distances d (branches) of sum Σd, (r − 1)/Σd · (r − 1)/(n − 1);
 * 0 for a node on its own. The second factor makes nodes of different parts comparable.
 * Source: Wasserman and Faust, "Social Network Analysis", 1994, section 5.2; so also NetworkX.
 */
export function closenessCentrality({ nodeCount, start, neighbour }: Adjacency): Float64Array {
  const closeness = new Float64Array(nodeCount);
  const distance = new Int32Array(nodeCount);
  const queue = new Int32Array(nodeCount);
  for (let source = 0; source < nodeCount; source++) {
    distance.fill(-1);
    distance[source] = 0;
    queue[0] = source;
    let met = 1;
    let sum = 0;
    for (let i = 0; i < met; i++) {
      const node = queue[i]!;
      const next = distance[node]! + 1;
      sum += next - 1;
      for (let slot = start[node]!, end = start[node + 1]!; slot < end; slot++) {
        const to = neighbour[slot]!;
        if (distance[to] !== -1) continue;
        distance[to] = next;
        queue[met++] = to;
      }
    }
    if (met > 1) closeness[source] = ((met - 1) / sum) * ((met - 1) / (nodeCount - 1));
  }
  return closeness;
}
