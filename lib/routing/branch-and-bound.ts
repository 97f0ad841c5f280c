import type { Closed } from '../network/power-flow';
import { loopFlow } from './loop-flow';
import type { LossBound } from './loss-bound';
import { treeOf } from './start-tree';
import type { Merit, TreeCost } from './tree-cost';

/** Some trees: those without `opened`, with all of `kept`, and likewise of the parents. */
interface Part {
  /** No tree of it has less cost. */
  bound: number;
  opened: number;
  kept: readonly number[];
  parent: Part | null;
}

/** Loops beyond which parts are too many for any of them to matter. */
const MOST_LOOPS = 150;
const MOST_PARTS = 300_000;
/** Trees whose cost differs by less are equal. */
const SAME = 1e-9;
const TOLERANCE_PU = 1e-10;

/**
 * All trees, in parts: every tree leaves one branch of a loop open, so the trees of a part are split by which branch of a
 * loop is the first one open. A part whose bound is not below the best tree known is done; the part with the least bound is
 * next (Land and Doig, Econometrica 28, 1960). Of the loops, the one is taken whose cheapest opening costs most.
 */
export class BranchAndBound {
  private readonly heap: Part[] = [];
  /** No allowed tree has less cost, p.u. */
  lowerBound: number;
  private isStopped: boolean;

  /**
   * @param best cost of the best allowed tree known so far
   * @param found is told each tree that is left over
   */
  constructor(
    private readonly bound: LossBound,
    private readonly cost: TreeCost,
    private readonly best: () => number,
    private readonly found: (closed: Closed, merit: Merit) => void,
    loops: number,
  ) {
    this.lowerBound = bound.root(best());
    this.isStopped = loops > MOST_LOOPS;
    this.push({ bound: this.lowerBound, opened: -1, kept: [], parent: null });
  }

  /** All trees are dealt with: the best one known is the best of all. */
  get isDone(): boolean {
    return this.heap.length === 0;
  }

  get isAtWork(): boolean {
    return !this.isStopped && this.heap.length > 0;
  }

  /** Splits up to `count` parts. */
  step(count: number): void {
    for (let done = 0; done < count && this.isAtWork; done++) {
      const part = this.pop();
      if (part.bound >= this.limit()) this.heap.length = 0;
      else {
        this.lowerBound = Math.max(this.lowerBound, part.bound);
        this.split(part);
      }
      if (this.heap.length > MOST_PARTS) this.isStopped = true;
    }
    const least = Math.min(this.heap[0]?.bound ?? Number.POSITIVE_INFINITY, this.best());
    if (Number.isFinite(least)) this.lowerBound = Math.max(this.lowerBound, least);
  }

  private limit(): number {
    return this.best() * (1 - SAME);
  }

  private split(part: Part): void {
    const { problem } = this.bound;
    const removed = new Uint8Array(problem.network.branchCount);
    const kept = problem.fixed.slice();
    for (let at: Part | null = part; at; at = at.parent) {
      if (at.opened >= 0) removed[at.opened] = 1;
      for (const branch of at.kept) kept[branch] = 1;
    }
    const flow = loopFlow(this.bound, removed);
    if (!flow) return;
    const { energyP, energyQ, potentialP, potentialQ, loops, tree } = flow;
    const own = Math.max(part.bound, this.bound.of(energyP, energyQ, potentialP, potentialQ, this.best()));
    if (own >= this.limit()) return;
    if (loops.length === 0) {
      const found = treeOf(problem, tree);
      this.found(tree, this.cost.evaluate(found, tree, TOLERANCE_PU, false));
      return;
    }
    let [chosen, most] = [loops[0]!, -1];
    for (const loop of loops) {
      let least = Number.POSITIVE_INFINITY;
      for (const [at, branch] of loop.branches.entries())
        if (kept[branch] === 0) least = Math.min(least, loop.growth[at]!);
      if (least <= most) continue;
      [chosen, most] = [loop, least];
    }
    const free = [...chosen.branches.keys()].filter((at) => kept[chosen.branches[at]!] === 0);
    free.sort((a, b) => chosen.growth[a]! - chosen.growth[b]! || chosen.branches[a]! - chosen.branches[b]!);
    const before: number[] = [];
    for (const at of free) {
      // Where the bound has corrections they differ from part to part, so that the growth alone says nothing.
      const bound = this.bound.isPlain
        ? this.bound.of(energyP + chosen.growth[at]! * (1 - SAME), energyQ, potentialP, potentialQ, this.best())
        : own;
      if (bound < this.limit())
        this.push({ bound: Math.max(own, bound), opened: chosen.branches[at]!, kept: before.slice(), parent: part });
      before.push(chosen.branches[at]!);
    }
  }

  private push(part: Part): void {
    const { heap } = this;
    let at = heap.push(part) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]!.bound <= part.bound) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = part;
  }

  private pop(): Part {
    const { heap } = this;
    const top = heap[0]!;
    const last = heap.pop()!;
    const size = heap.length;
    if (size === 0) return top;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1]!.bound < heap[child]!.bound) child++;
      if (heap[child]!.bound >= last.bound) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}
