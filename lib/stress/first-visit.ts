import { decaysOf, type SourceReach, type SpreadRule } from './source-reach';
import type { StressGraph } from './stress-graph';

/**
 * The original's walk, for comparison: breadth first, and the first visit of a node wins, so that the result depends on
 * the order in which the file has the neighbours, and a stronger longer way is not seen.
 */
export class FirstVisit {
  private readonly decays: Float64Array;
  private readonly seen: Int32Array;
  private search = 0;

  /** @param factors of each step of the graph */
  constructor(
    private readonly graph: StressGraph,
    private readonly factors: Float64Array,
    private readonly rule: SpreadRule,
  ) {
    this.decays = decaysOf(rule);
    this.seen = new Int32Array(graph.ids.length);
  }

  /** @param stress at the source, 0…1 */
  from(source: number, stress: number): SourceReach {
    const { start, neighbour } = this.graph;
    this.search++;
    this.seen[source] = this.search;
    const nodes = [source];
    const values = [stress];
    const hops = [0];
    const parents = [-1];
    for (let place = 0; place < nodes.length; place++) {
      const hop = hops[place]!;
      if (hop >= this.rule.hopLimit) break;
      const node = nodes[place]!;
      for (let step = start[node]!; step < start[node + 1]!; step++) {
        const to = neighbour[step]!;
        if (this.seen[to] === this.search) continue;
        const value = Math.min(1, values[place]! * this.factors[step]! * this.decays[hop]!);
        if (value < this.rule.minimumStress) continue;
        this.seen[to] = this.search;
        nodes.push(to);
        values.push(value);
        hops.push(hop + 1);
        parents.push(place);
      }
    }
    const labelNodes = Int32Array.from(nodes);
    return {
      nodes: labelNodes,
      stress: Float64Array.from(values),
      hops: Uint16Array.from(hops),
      labels: labelNodes.map((_, place) => place),
      labelNodes,
      labelParents: Int32Array.from(parents),
    };
  }
}
