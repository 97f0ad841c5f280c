import type { Adjacency } from '../graph';

/**
 * An order of elimination that keeps the factors of a symmetric matrix sparse: next comes a node with the fewest
 * neighbours left, and its neighbours then become neighbours of each other. The same pattern gives the same order.
 * Source: Tinney and Walker, "Direct solutions of sparse network equations", Proc. IEEE 55, 1967 (scheme 2).
 * @param pattern of the matrix without its diagonal, parallel branches merged
 */
export function minimumDegreeOrder({ nodeCount, start, neighbour }: Adjacency): Int32Array {
  const left = Array.from(
    { length: nodeCount },
    (_, node) => new Set(neighbour.subarray(start[node]!, start[node + 1]!)),
  );
  /** Nodes by their degree when they were put here; a degree may have changed since. */
  const byDegree: number[][] = [];
  const put = (node: number) => {
    (byDegree[left[node]!.size] ??= []).push(node);
  };
  for (let node = nodeCount - 1; node >= 0; node--) put(node);
  const order = new Int32Array(nodeCount);
  const done = new Uint8Array(nodeCount);
  let degree = 0;
  for (let count = 0; count < nodeCount; ) {
    const node = byDegree[degree]?.pop();
    if (node === undefined) {
      degree++;
      continue;
    }
    if (done[node] === 1 || left[node]!.size !== degree) continue;
    done[node] = 1;
    order[count++] = node;
    const around = [...left[node]!];
    for (const one of around) {
      left[one]!.delete(node);
      for (const other of around) if (other !== one) left[one]!.add(other);
    }
    for (const one of around) put(one);
    degree = Math.max(0, degree - 1);
    left[node]!.clear();
  }
  return order;
}
