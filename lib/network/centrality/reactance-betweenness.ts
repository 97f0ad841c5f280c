import { type Adjacency, adjacencyOf } from '../graph';
import type { NetworkModel } from '../network-model';
import { addTrees } from './betweenness';
import { DistanceHeap } from './distance-heap';
import { type PeeledNetwork, peelTrees } from './peel-trees';

/** Ways whose lengths differ by less than this share are equally short: sums of reactances end in rounding. */
const SAME_LENGTH = 1e-10;

/**
 * Exact betweenness (pairs once, ends excluded, not normalised) where the shortest way is that of the least reactance;
 * parallel branches count as one of their common reactance, a negative reactance by its size. Brandes 2001, by Dijkstra.
 * @throws Error that names a branch in service without reactance
 */
export function reactanceBetweenness(model: NetworkModel): Float64Array {
  const adjacency = adjacencyOf(model, { mergeParallel: true });
  const peeled = peelTrees(adjacency);
  return addTrees(peeled, throughCore(peeled, lengthsOf(model, adjacency)));
}

/** Of each branch that stands for a pair of nodes the length of the pair. */
function lengthsOf(model: NetworkModel, merged: Adjacency): Float64Array {
  const all = adjacencyOf(model, { mergeParallel: false });
  const lengths = new Float64Array(model.branches.length);
  for (let node = 0, slot = 0; node < merged.nodeCount; node++) {
    for (let one = merged.start[node]!; one < merged.start[node + 1]!; one++) {
      let admittance = 0;
      for (; slot < all.start[node + 1]! && all.neighbour[slot] === merged.neighbour[one]; slot++) {
        const { id, reactancePu } = model.branches[all.branch[slot]!]!;
        if (!Number.isFinite(reactancePu) || reactancePu === 0)
          throw new Error(`branch ${id} has the reactance ${reactancePu}: give one that is not 0`);
        admittance += 1 / Math.abs(reactancePu);
      }
      lengths[merged.branch[one]!] = 1 / admittance;
    }
  }
  return lengths;
}

function throughCore({ core, standsFor }: PeeledNetwork, lengths: Float64Array): Float64Array {
  const { nodeCount, start, neighbour } = core;
  const length = Float64Array.from(core.branch, (branch) => lengths[branch]!);
  const through = new Float64Array(nodeCount);
  const distance = new Float64Array(nodeCount);
  const order = new Int32Array(nodeCount);
  const ways = new Float64Array(nodeCount);
  const share = new Float64Array(nodeCount);
  const heap = new DistanceHeap(distance);
  for (let source = 0; source < nodeCount; source++) {
    distance.fill(Number.POSITIVE_INFINITY);
    distance[source] = 0;
    heap.push(source);
    let met = 0;
    while (heap.size > 0) {
      const place = heap.pop();
      const waysHere = place === source ? 1 : waysTo(place);
      ways[place] = waysHere;
      order[met++] = place;
      for (let slot = start[place]!, end = start[place + 1]!; slot < end; slot++) {
        const to = neighbour[slot]!;
        const way = distance[place]! + length[slot]!;
        if (way >= distance[to]!) continue;
        distance[to] = way;
        heap.push(to);
      }
    }
    for (let i = met - 1; i > 0; i--) {
      const place = order[i]!;
      let behind = 0;
      for (let slot = start[place]!, end = start[place + 1]!; slot < end; slot++)
        if (leads(place, slot, neighbour[slot]!)) behind += share[neighbour[slot]!]!;
      share[place] = standsFor[place]! / ways[place]! + behind;
      through[place]! += standsFor[source]! * ways[place]! * behind;
    }
  }
  return through;

  function leads(from: number, slot: number, to: number): boolean {
    const far = distance[to]!;
    return distance[from]! < far && distance[from]! + length[slot]! - far <= SAME_LENGTH * far;
  }

  function waysTo(place: number): number {
    let sum = 0;
    for (let slot = start[place]!, end = start[place + 1]!; slot < end; slot++) {
      const from = neighbour[slot]!;
      if (leads(from, slot, place)) sum += ways[from]!;
    }
    return sum;
  }
}
