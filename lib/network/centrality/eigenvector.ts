import type { Adjacency } from '../graph';

/** A step that changes the vector (length 1) by less than this is the last. */
const LEAST_CHANGE = 1e-12;
const MOST_STEPS = 100_000;

/**
 * Eigenvector centrality: the eigenvector of the greatest eigenvalue of the adjacency matrix, of length 1, no element
 * negative. By power iteration on A + I from equal elements: the shift keeps networks without odd cycles from swinging
 * between two vectors (so also NetworkX). Of several parts, those that don't hold the greatest eigenvalue go to 0.
 * @throws Error when it has not settled after 100,000 steps, e.g. in a long chain or two nearly equal parts
 */
export function eigenvectorCentrality({ nodeCount, start, neighbour }: Adjacency): Float64Array {
  let now = new Float64Array(nodeCount).fill(1 / Math.sqrt(nodeCount));
  let next = new Float64Array(nodeCount);
  for (let step = 0; step < MOST_STEPS; step++) {
    let squares = 0;
    for (let node = 0; node < nodeCount; node++) {
      let sum = now[node]!;
      for (let slot = start[node]!, end = start[node + 1]!; slot < end; slot++) sum += now[neighbour[slot]!]!;
      next[node] = sum;
      squares += sum * sum;
    }
    const scale = 1 / Math.sqrt(squares);
    let change = 0;
    for (let node = 0; node < nodeCount; node++) {
      next[node]! *= scale;
      change += (next[node]! - now[node]!) ** 2;
    }
    [now, next] = [next, now];
    if (Math.sqrt(change) < LEAST_CHANGE || nodeCount === 0) return now;
  }
  throw new Error(
    `eigenvector centrality has not settled after ${MOST_STEPS} steps: take another centrality for this network`,
  );
}
