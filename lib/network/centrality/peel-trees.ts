import { type Adjacency, componentsOf } from '../graph';

/** What is left of a network when its trees are peeled off, and what the trees add to betweenness. */
export interface PeeledNetwork {
  /** The rest, its places numbered breadth first: neighbours lie near each other in memory. */
  core: Adjacency;
  /** Of each place of the core the node. */
  node: Int32Array;
  /** Of each place of the core how many nodes it stands for: itself and all that hang at it. */
  standsFor: Float64Array;
  /** Of each node of the network the pairs that meet in it because trees hang at it. */
  throughTrees: Float64Array;
}

/**
 * Takes nodes with one neighbour away, again and again. Every way to them goes through that neighbour, so betweenness
 * stays exact when it stands for them (Sariyüce et al., "Shattering and compressing networks for betweenness
 * centrality", SIAM Data Mining 2013).
 */
export function peelTrees(adjacency: Adjacency): PeeledNetwork {
  const { nodeCount, start, neighbour } = adjacency;
  const { of, sizes } = componentsOf(adjacency);
  const degree = new Int32Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) degree[node] = start[node + 1]! - start[node]!;
  const below = new Float64Array(nodeCount);
  const squares = new Float64Array(nodeCount);
  const peeled = new Uint8Array(nodeCount);
  const stack = [...degree.keys()].filter((node) => degree[node] === 1);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    // The other end of the last branch was peeled before it.
    if (degree[node] !== 1) continue;
    peeled[node] = 1;
    let slot = start[node]!;
    while (peeled[neighbour[slot]!] === 1) slot++;
    const up = neighbour[slot]!;
    const size = below[node]! + 1;
    below[up]! += size;
    squares[up]! += size * size;
    degree[up]! -= 1;
    if (degree[up] === 1) stack.push(up);
  }
  const throughTrees = below.map((hanging, node) => {
    const beyond = sizes[of[node]!]! - 1 - hanging;
    return (hanging * hanging - squares[node]!) / 2 + hanging * beyond;
  });
  const { core, node } = breadthFirst(adjacency, peeled);
  return { core, node, standsFor: Float64Array.from(node, (at) => below[at]! + 1), throughTrees };
}

function breadthFirst({ nodeCount, start, neighbour, branch }: Adjacency, peeled: Uint8Array) {
  const place = new Int32Array(nodeCount).fill(-1);
  const order = new Int32Array(nodeCount);
  let met = 0;
  for (let first = 0; first < nodeCount; first++) {
    if (place[first] !== -1 || peeled[first] === 1) continue;
    let i = met;
    place[first] = met;
    order[met++] = first;
    for (; i < met; i++) {
      for (let slot = start[order[i]!]!; slot < start[order[i]! + 1]!; slot++) {
        const to = neighbour[slot]!;
        if (place[to] !== -1 || peeled[to] === 1) continue;
        place[to] = met;
        order[met++] = to;
      }
    }
  }
  const node = order.slice(0, met);
  const coreStart = new Int32Array(met + 1);
  const slots: number[] = [];
  for (const [at, from] of node.entries()) {
    for (let slot = start[from]!; slot < start[from + 1]!; slot++) if (peeled[neighbour[slot]!] === 0) slots.push(slot);
    coreStart[at + 1] = slots.length;
  }
  const core: Adjacency = {
    nodeCount: met,
    start: coreStart,
    neighbour: Int32Array.from(slots, (slot) => place[neighbour[slot]!]!),
    branch: Int32Array.from(slots, (slot) => branch[slot]!),
  };
  return { core, node };
}
