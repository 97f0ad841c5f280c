import { type Adjacency, adjacencyOf } from '../network/graph';
import type { NetworkModel } from '../network/network-model';

/**
 * Who is next to whom over branches in service; the neighbours of a node stand as the file has them where the network
 * tells (`branchOrder`), otherwise in the order of the branches.
 */
export interface StressGraph extends Adjacency {
  ids: string[];
  /** Index of a node by its id. */
  indexOf: Map<string, number>;
  /** Place of each node in the order of ids: decides between equals, so that no order of a file does. */
  rank: Int32Array;
}

/** @throws Error when a branch ends at a node that isn't there, or two nodes share an id */
export function stressGraph(network: NetworkModel): StressGraph {
  const { nodes, branches, branchOrder } = network;
  const ids = nodes.map(({ id }) => id);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  if (indexOf.size < ids.length) throw new Error('two nodes of the network share an id: give each one of its own');
  const { nodeCount, start, branch } = adjacencyOf(network, { mergeParallel: false });
  const neighbour = new Int32Array(branch.length);
  for (let node = 0; node < nodeCount; node++) {
    const here = branch.subarray(start[node], start[node + 1]).sort();
    if (branchOrder) here.set(branchOrder[node]!.filter((index) => isStep(branches[index]!)));
    for (let step = start[node]!; step < start[node + 1]!; step++) {
      const { from, to } = branches[branch[step]!]!;
      neighbour[step] = from === node ? to : from;
    }
  }
  return { ids, indexOf, rank: ranksOf(ids), nodeCount, start, neighbour, branch };
}

const isStep = ({ inService, from, to }: NetworkModel['branches'][number]) => inService && from !== to;

function ranksOf(ids: readonly string[]): Int32Array {
  const order = ids.map((_, index) => index).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  const rank = new Int32Array(ids.length);
  for (const [place, index] of order.entries()) rank[index] = place;
  return rank;
}
