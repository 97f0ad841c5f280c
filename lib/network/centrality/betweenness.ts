import type { Adjacency } from '../graph';
import { type PeeledNetwork, peelTrees } from './peel-trees';

/**
 * Exact betweenness of every node: over all pairs of other nodes, each pair once, the share of the pair's shortest ways
 * (fewest branches) that pass the node. Not normalised: divide by (n − 1)(n − 2)/2 for a share of all pairs.
 * Source: Brandes, "A faster algorithm for betweenness centrality", J. Mathematical Sociology 25, 2001.
 *
 * Takes seconds for 10,000 nodes and grows with nodes × branches: large ones are a worker's job.
 * @throws Error when there are more shortest ways between two nodes than a number holds
 */
export function betweenness(adjacency: Adjacency): Float64Array {
  const peeled = peelTrees(adjacency);
  return addTrees(peeled, throughCore(peeled));
}

/** What passes the places of the core, counted from both ends, together with what the trees add; each pair once. */
export function addTrees({ node, throughTrees }: PeeledNetwork, throughCore: Float64Array): Float64Array {
  const sum = throughTrees.slice();
  for (const [place, through] of throughCore.entries()) {
    if (!Number.isFinite(through))
      throw new Error('too many shortest ways between two nodes to count them: merge parallel branches or meshes');
    sum[node[place]!]! += through / 2;
  }
  return sum;
}

/**
 * From each source breadth first, then back. In the search everything stands in the order in which it is met, and the
 * next steps of a place follow each other in one list, so that the way back reads memory from end to start.
 */
function throughCore({ core, standsFor }: PeeledNetwork): Float64Array {
  const { nodeCount, start, neighbour } = core;
  const through = new Float64Array(nodeCount);
  /** Of each place its rank in the order of this source; −1: not met. */
  const rank = new Int32Array(nodeCount);
  const order = new Int32Array(nodeCount);
  const ways = new Float64Array(nodeCount);
  /** What lies at and behind a rank, for each way to it. */
  const share = new Float64Array(nodeCount);
  const firstStep = new Int32Array(nodeCount + 1);
  const steps = new Int32Array(neighbour.length);
  for (let source = 0; source < nodeCount; source++) {
    rank.fill(-1);
    rank[source] = 0;
    order[0] = source;
    ways[0] = 1;
    let met = 1;
    let stepCount = 0;
    let nextLevel = 1;
    for (let i = 0; i < met; i++) {
      if (i === nextLevel) nextLevel = met;
      const place = order[i]!;
      const waysHere = ways[i]!;
      firstStep[i] = stepCount;
      for (let slot = start[place]!, end = start[place + 1]!; slot < end; slot++) {
        const to = neighbour[slot]!;
        const at = rank[to]!;
        if (at < 0) {
          rank[to] = met;
          order[met] = to;
          ways[met] = waysHere;
          steps[stepCount++] = met++;
        } else if (at >= nextLevel) {
          ways[at]! += waysHere;
          steps[stepCount++] = at;
        }
      }
    }
    const weight = standsFor[source]!;
    for (let i = met - 1; i > 0; i--) {
      let behind = 0;
      for (const first = firstStep[i]!; stepCount > first; ) behind += share[steps[--stepCount]!]!;
      const place = order[i]!;
      share[i] = standsFor[place]! / ways[i]! + behind;
      through[place]! += weight * ways[i]! * behind;
    }
  }
  return through;
}
