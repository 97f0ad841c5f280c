import { DistanceHeap } from '../network/centrality/distance-heap';
import type { Adjacency } from '../network/graph';

/** A way that meets no node twice: one more node than branches. */
export interface Way {
  nodes: number[];
  branches: number[];
  cost: number;
}

/** A shortest-path tree. */
export interface Distances {
  /** Infinity where no way leads. */
  cost: Float64Array;
  /** Of each node the branch by which it is reached, and the node before it; -1: none. */
  branch: Int32Array;
  before: Int32Array;
}

/**
 * Least costs from a node to all others (Dijkstra 1959). Of equal ways the one found first by order of nodes and branches
 * stays; of parallel branches the cheapest, so the result depends on nothing but the input.
 * @param cost of each branch, at least 0
 */
export function distancesFrom({ nodeCount, start, neighbour, branch }: Adjacency, cost: Float64Array, source: number) {
  const found: Distances = {
    cost: new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY),
    branch: new Int32Array(nodeCount).fill(-1),
    before: new Int32Array(nodeCount).fill(-1),
  };
  const heap = new DistanceHeap(found.cost);
  found.cost[source] = 0;
  heap.push(source);
  while (heap.size > 0) {
    const node = heap.pop();
    for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
      const next = neighbour[slot]!;
      const far = found.cost[node]! + cost[branch[slot]!]!;
      if (far >= found.cost[next]!) continue;
      found.cost[next] = far;
      found.branch[next] = branch[slot]!;
      found.before[next] = node;
      heap.push(next);
    }
  }
  return found;
}

/** The way to a node in a tree; undefined where none leads. */
export function wayTo({ cost, branch, before }: Distances, target: number): Way | undefined {
  if (cost[target] === Number.POSITIVE_INFINITY) return undefined;
  const [nodes, branches] = [[target], [] as number[]];
  for (let node = target; before[node] !== -1; node = before[node]!) {
    branches.push(branch[node]!);
    nodes.push(before[node]!);
  }
  return { nodes: nodes.reverse(), branches: branches.reverse(), cost: cost[target]! };
}
