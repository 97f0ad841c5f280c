import type { NetworkModel } from '../network-model';

/** Who is next to whom, compressed (CSR): the neighbours of node v lie at start[v] … start[v + 1] − 1, ascending. */
export interface Adjacency {
  nodeCount: number;
  /** nodeCount + 1 places. */
  start: Int32Array;
  neighbour: Int32Array;
  /** The branch that leads to the neighbour; of merged parallel branches the first. */
  branch: Int32Array;
}

export interface AdjacencyOptions {
  /** One neighbour for all branches between the same two nodes. */
  mergeParallel: boolean;
}

/**
 * The branches in service of a network in both directions; a branch from a node to itself joins nothing and is left out.
 * @throws Error when a branch ends at a node that isn't there
 */
export function adjacencyOf(model: NetworkModel, { mergeParallel }: AdjacencyOptions): Adjacency {
  const nodeCount = model.nodes.length;
  const ends: number[] = [];
  for (const [branch, { id, from, to, inService }] of model.branches.entries()) {
    for (const end of [from, to])
      if (!Number.isInteger(end) || end < 0 || end >= nodeCount)
        throw new Error(`branch ${id} ends at node ${end}: give an index from 0 to ${nodeCount - 1}`);
    if (inService && from !== to) ends.push(from, to, branch, to, from, branch);
  }
  const slots = Int32Array.from(ends);
  // Two stable bucket passes leave each node's neighbours ascending and parallel branches in their order.
  const byNeighbour = bucketed(
    slots,
    1,
    Int32Array.from({ length: slots.length / 3 }, (_, slot) => slot),
    nodeCount,
  );
  const { order, start } = bucketed(slots, 0, byNeighbour.order, nodeCount);
  const neighbour = order.map((slot) => slots[3 * slot + 1]!);
  const branch = order.map((slot) => slots[3 * slot + 2]!);
  const all = { nodeCount, start, neighbour, branch };
  if (!mergeParallel) return all;
  return filterSlots(all, (slot, node) => slot === start[node] || neighbour[slot] !== neighbour[slot - 1]);
}

/** The same nodes without the branches at those that are gone (one byte a node, not 0: gone). */
export function withoutNodes(adjacency: Adjacency, gone: Uint8Array): Adjacency {
  return filterSlots(adjacency, (slot, node) => gone[node] === 0 && gone[adjacency.neighbour[slot]!] === 0);
}

function bucketed(slots: Int32Array, field: number, among: Int32Array, buckets: number) {
  const start = new Int32Array(buckets + 1);
  for (const slot of among) start[slots[3 * slot + field]! + 1]! += 1;
  for (let bucket = 0; bucket < buckets; bucket++) start[bucket + 1]! += start[bucket]!;
  const next = start.slice();
  const order = new Int32Array(among.length);
  for (const slot of among) order[next[slots[3 * slot + field]!]!++] = slot;
  return { start, order };
}

function filterSlots(all: Adjacency, keep: (slot: number, node: number) => boolean): Adjacency {
  const { nodeCount } = all;
  const start = new Int32Array(nodeCount + 1);
  const neighbour = new Int32Array(all.neighbour.length);
  const branch = new Int32Array(all.branch.length);
  let kept = 0;
  for (let node = 0; node < nodeCount; node++) {
    for (let slot = all.start[node]!; slot < all.start[node + 1]!; slot++) {
      if (!keep(slot, node)) continue;
      neighbour[kept] = all.neighbour[slot]!;
      branch[kept++] = all.branch[slot]!;
    }
    start[node + 1] = kept;
  }
  return { nodeCount, start, neighbour: neighbour.slice(0, kept), branch: branch.slice(0, kept) };
}
