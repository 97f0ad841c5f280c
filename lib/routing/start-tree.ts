import { type Closed, NotRadial, RadialTree } from '../network/power-flow';
import { ExchangeTree } from './exchange-tree';
import type { ReconfigurationProblem } from './reconfiguration-problem';

/**
 * A tree to start from: what must be closed, then what is closed today, then what has the least resistance.
 * @throws NotRadial when the branches that must be closed make a loop
 */
export function startTree(problem: ReconfigurationProblem): ExchangeTree {
  const { network, usable, fixed, today, weight } = problem;
  const closed = new Uint8Array(network.branchCount);
  const rank = (branch: number) => (fixed[branch] === 1 ? 0 : today[branch] === 1 ? 1 : 2);
  const order = [...usable.keys()]
    .filter((branch) => usable[branch] === 1)
    .sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? weight[a]! - weight[b]! : 0) || a - b);
  const joined = new UnionFind(network.nodeCount);
  for (const source of network.sources) joined.union(network.sources[0]!, source);
  for (const branch of order) {
    if (joined.union(network.from[branch]!, network.to[branch]!)) closed[branch] = 1;
    else if (fixed[branch] === 1)
      throw new NotRadial(`branch ${network.nameOf(branch)} must stay closed and makes a loop: let it be opened`);
  }
  return treeOf(problem, closed);
}

/** @throws NotRadial when it is no tree that feeds all */
export function treeOf(problem: ReconfigurationProblem, closed: Closed): ExchangeTree {
  const tree = new RadialTree(problem.network);
  tree.grow(closed);
  return new ExchangeTree(problem, tree, closed);
}

export class UnionFind {
  private readonly above: Int32Array;

  constructor(count: number) {
    this.above = Int32Array.from({ length: count }, (_, at) => at);
  }

  find(at: number): number {
    const { above } = this;
    let root = at;
    while (above[root] !== root) root = above[root] = above[above[root]!]!;
    return root;
  }

  /** False when both are of one part already. */
  union(a: number, b: number): boolean {
    const [x, y] = [this.find(a), this.find(b)];
    this.above[x] = y;
    return x !== y;
  }
}
