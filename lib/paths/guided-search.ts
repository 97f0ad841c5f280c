import { DistanceHeap } from '../network/centrality/distance-heap';
import type { Adjacency } from '../network/graph';
import { distancesFrom } from './shortest-path';

/** What a search must leave out; a mark that equals `round` bars. */
export interface Bars {
  round: number;
  node: Int32Array;
  branch: Int32Array;
}

/**
 * Searches ways to one target again and again, with other nodes and branches barred each time. The distances to the target
 * with nothing barred guide it (A*: bars only make ways longer, so they stay a lower bound), which leaves most of a large
 * network untouched.
 */
export class GuidedSearch {
  private readonly toTarget: Float64Array;
  private readonly gone: Float64Array;
  private readonly estimate: Float64Array;
  private readonly heap: DistanceHeap;
  private readonly cameOver: Int32Array;
  private readonly cameFrom: Int32Array;
  private readonly touched: number[] = [];

  constructor(
    private readonly adjacency: Adjacency,
    private readonly cost: Float64Array,
    private readonly target: number,
  ) {
    this.toTarget = distancesFrom(adjacency, cost, target).cost;
    this.gone = new Float64Array(adjacency.nodeCount).fill(Number.POSITIVE_INFINITY);
    this.estimate = new Float64Array(adjacency.nodeCount);
    this.heap = new DistanceHeap(this.estimate);
    this.cameOver = new Int32Array(adjacency.nodeCount);
    this.cameFrom = new Int32Array(adjacency.nodeCount);
  }

  /** Nodes behind `source`, and the branches to them, of a cheapest way; undefined when there is none. */
  search(source: number, bars: Bars): { nodes: number[]; branches: number[] } | undefined {
    const { heap, touched, gone } = this;
    while (heap.size > 0) heap.pop();
    for (const node of touched) gone[node] = Number.POSITIVE_INFINITY;
    touched.length = 0;
    this.reach(source, 0);
    while (heap.size > 0) {
      const node = heap.pop();
      if (node === this.target) return this.traced(source);
      this.expand(node, bars);
    }
    return undefined;
  }

  private expand(node: number, bars: Bars): void {
    const { start, neighbour, branch } = this.adjacency;
    for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
      const [next, over] = [neighbour[slot]!, branch[slot]!];
      if (bars.node[next] === bars.round || bars.branch[over] === bars.round) continue;
      const far = this.gone[node]! + this.cost[over]!;
      if (far >= this.gone[next]! || this.toTarget[next] === Number.POSITIVE_INFINITY) continue;
      this.cameOver[next] = over;
      this.cameFrom[next] = node;
      this.reach(next, far);
    }
  }

  private reach(node: number, far: number): void {
    this.touched.push(node);
    this.gone[node] = far;
    this.estimate[node] = far + this.toTarget[node]!;
    this.heap.push(node);
  }

  private traced(source: number) {
    const [nodes, branches] = [[] as number[], [] as number[]];
    for (let node = this.target; node !== source; node = this.cameFrom[node]!) {
      nodes.push(node);
      branches.push(this.cameOver[node]!);
    }
    return { nodes: nodes.reverse(), branches: branches.reverse() };
  }
}
