import type { Adjacency } from './adjacency';

/**
 * The branches whose loss splits a network (Tarjan, Information Processing Letters 2, 1974); of parallel branches none,
 * so give an adjacency in which they are not merged.
 * @param branchCount branches of the network, in service or not
 * @returns one byte a branch, 1 for a bridge
 */
export function bridgesOf({ nodeCount, start, neighbour, branch }: Adjacency, branchCount: number): Uint8Array {
  const bridges = new Uint8Array(branchCount);
  const entered = new Int32Array(nodeCount);
  const low = new Int32Array(nodeCount);
  const next = start.slice(0, nodeCount);
  const cameOver = new Int32Array(nodeCount).fill(-1);
  const stack = new Int32Array(nodeCount);
  let clock = 0;
  for (let root = 0; root < nodeCount; root++) {
    if (entered[root] !== 0) continue;
    let depth = 0;
    stack[0] = root;
    entered[root] = low[root] = ++clock;
    // A stack of our own: a radial network is deeper than the calls that the engine allows.
    while (depth >= 0) {
      const node = stack[depth]!;
      if (next[node]! < start[node + 1]!) {
        const slot = next[node]!++;
        if (branch[slot] === cameOver[node]) continue;
        const to = neighbour[slot]!;
        if (entered[to] !== 0) {
          low[node] = Math.min(low[node]!, entered[to]!);
          continue;
        }
        entered[to] = low[to] = ++clock;
        cameOver[to] = branch[slot]!;
        stack[++depth] = to;
      } else if (--depth >= 0) {
        const above = stack[depth]!;
        low[above] = Math.min(low[above]!, low[node]!);
        if (low[node]! > entered[above]!) bridges[cameOver[node]!] = 1;
      }
    }
  }
  return bridges;
}
