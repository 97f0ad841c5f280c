import type { Adjacency } from '../network/graph';
import { type Bars, GuidedSearch } from './guided-search';
import type { Way } from './shortest-path';

interface Candidate extends Way {
  /** Number of branches shared with the way from which it parts: nothing new parts before that (Lawler 1972). */
  shared: number;
}

/**
 * The k cheapest ways between two nodes that meet no node twice (Yen, Management Science 17, 1971), the cheapest first.
 * Ways over different parallel branches are different; which of several equal ones comes first, or is left out as k + 1st,
 * depends on the input alone.
 * @param branchCount branches of the network, `cost` holds one value each, at least 0
 * @returns fewer than k where there are no more; from a node to itself the one way without a branch
 */
export function kShortestPaths(
  adjacency: Adjacency,
  cost: Float64Array,
  { from, to, k }: { from: number; to: number; k: number },
): Way[] {
  const bars: Bars = { round: 0, node: new Int32Array(adjacency.nodeCount), branch: new Int32Array(cost.length) };
  const search = new GuidedSearch(adjacency, cost, to);
  const found: Candidate[] = [];
  const waiting: Candidate[] = [];
  const known = new Set<string>();

  const offer = (nodes: number[], branches: number[], shared: number) => {
    const key = branches.join();
    if (known.has(key)) return;
    known.add(key);
    const sum = branches.reduce((total, branch) => total + cost[branch]!, 0);
    const candidate = { nodes, branches, cost: sum, shared };
    waiting.splice(placeOf(candidate, waiting), 0, candidate);
  };

  bars.round = 1;
  const first = search.search(from, bars);
  if (first) offer([from, ...first.nodes], first.branches, 0);
  while (found.length < k && waiting.length > 0) {
    const latest = waiting.pop()!;
    found.push(latest);
    if (found.length === k) break;
    for (let at = latest.shared; at < latest.branches.length; at++) {
      bars.round++;
      for (const node of latest.nodes.slice(0, at)) bars.node[node] = bars.round;
      for (const { branches } of found) {
        const isSame = latest.branches.slice(0, at).every((branch, index) => branches[index] === branch);
        if (isSame && at < branches.length) bars.branch[branches[at]!] = bars.round;
      }
      const rest = search.search(latest.nodes[at]!, bars);
      if (!rest) continue;
      offer([...latest.nodes.slice(0, at + 1), ...rest.nodes], [...latest.branches.slice(0, at), ...rest.branches], at);
    }
  }
  return found.map(({ nodes, branches, cost: sum }) => ({ nodes, branches, cost: sum }));
}

/** Where a way belongs among others, the best of which is last. */
function placeOf(way: Way, others: readonly Way[]): number {
  let [low, high] = [0, others.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareWays(others[middle]!, way) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function compareWays(a: Way, b: Way): number {
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.branches.length !== b.branches.length) return a.branches.length - b.branches.length;
  const at = a.branches.findIndex((branch, index) => branch !== b.branches[index]);
  return at < 0 ? 0 : a.branches[at]! - b.branches[at]!;
}
