import type { Adjacency } from '../graph';

/** Degree centrality: neighbours/(n − 1), where parallel branches count singly unless merged; 0 for a lone node. */
export function degreeCentrality({ nodeCount, start }: Adjacency): Float64Array {
  const most = Math.max(1, nodeCount - 1);
  return Float64Array.from({ length: nodeCount }, (_, node) => (start[node + 1]! - start[node]!) / most);
}
