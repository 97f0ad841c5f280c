import type { NetworkModel } from '../network/network-model';

/**
 * Who is next to whom over branches in service, compressed: the ways out of node v lie at start[v] … start[v + 1] − 1, as
 * the file has them where the network tells (`branchOrder`), otherwise in the order of the branches. Both directions.
 */
export interface StressGraph {
  ids: string[];
  /** Index of a node by its id. */
  indexOf: Map<string, number>;
  /** Place of each node in the order of ids: decides between equals, so that no order of a file does. */
  rank: Int32Array;
  start: Int32Array;
  target: Int32Array;
  branch: Int32Array;
}

/** @throws Error when a branch ends at a node that isn't there, or two nodes share an id */
export function stressGraph({ nodes, branches, branchOrder }: NetworkModel): StressGraph {
  const ids = nodes.map(({ id }) => id);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  if (indexOf.size < ids.length) throw new Error('two nodes of the network share an id: give each one of its own');
  const touching = branchOrder ?? branchesAt(nodes.length, branches);
  const start = new Int32Array(nodes.length + 1);
  const target: number[] = [];
  const branch: number[] = [];
  for (let node = 0; node < nodes.length; node++) {
    for (const index of touching[node] ?? []) {
      const { from, to, inService } = branches[index]!;
      if (!inService || from === to) continue;
      target.push(from === node ? to : from);
      branch.push(index);
    }
    start[node + 1] = target.length;
  }
  return { ids, indexOf, rank: ranksOf(ids), start, target: Int32Array.from(target), branch: Int32Array.from(branch) };
}

function branchesAt(nodeCount: number, branches: NetworkModel['branches']): number[][] {
  const touching: number[][] = Array.from({ length: nodeCount }, () => []);
  for (const [index, { id, from, to }] of branches.entries()) {
    for (const end of from === to ? [from] : [from, to]) {
      const list = touching[end];
      if (!list) throw new Error(`branch ${id} ends at node ${end}: give an index from 0 to ${nodeCount - 1}`);
      list.push(index);
    }
  }
  return touching;
}

function ranksOf(ids: readonly string[]): Int32Array {
  const order = ids.map((_, index) => index).sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1));
  const rank = new Int32Array(ids.length);
  for (const [place, index] of order.entries()) rank[index] = place;
  return rank;
}
