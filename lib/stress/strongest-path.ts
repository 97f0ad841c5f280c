import { grown } from '../stream/key-slots';
import { decaysOf, type SourceReach, type SpreadRule } from './source-reach';
import type { StressGraph } from './stress-graph';

const START_LABELS = 256;

/** What is left of a stress behind each step of the graph. */
export interface StepShares {
  /**
   * product: a step passes on this share of what arrives; bottleneck: at most this share of what left the source (decay
   * applies to both), so that the narrowest step of a way counts.
   */
  rule: 'product' | 'bottleneck';
  /** One a step, 0 or more; bottleneck: as seen from this source, good until another is asked for. */
  from(source: number): Float64Array;
}

/**
 * The strongest way of a stress from its source to every node: the one with the largest product, or the widest
 * bottleneck, over ways of at most `hopLimit` steps, where no node on the way holds more than 1. As the decay depends on
 * depth, the state is (node, hop): layer by layer the best of each node is kept, unless fewer hops bring as much already,
 * for from there everything is reached at less depth. That is exact, and no order of nodes or branches matters: of equal
 * ways the one of fewer hops is taken, then that whose node before comes first in the order of ids.
 *
 * A stress does not come back to its source. Where step factors are above 1 a way may pass another node twice.
 */
export class StrongestPath {
  private readonly decays: Float64Array;
  private readonly best: Float64Array;
  /** Search in which `best` was set, and layer in which the node got its latest label. */
  private readonly seen: Int32Array;
  private readonly layerOf: Int32Array;
  private readonly labelOf: Int32Array;
  private search = 0;
  private layer = 0;
  private labelNodes = new Int32Array(START_LABELS);
  private labelParents = new Int32Array(START_LABELS);
  private labelHops = new Uint16Array(START_LABELS);
  private values = new Float64Array(START_LABELS);
  private labels = 0;
  private met: Int32Array;
  private metCount = 0;

  constructor(
    private readonly graph: StressGraph,
    private readonly shares: StepShares,
    private readonly rule: SpreadRule,
  ) {
    const nodeCount = graph.ids.length;
    this.decays = decaysOf(rule);
    this.best = new Float64Array(nodeCount);
    this.seen = new Int32Array(nodeCount);
    this.layerOf = new Int32Array(nodeCount);
    this.labelOf = new Int32Array(nodeCount);
    this.met = new Int32Array(START_LABELS);
  }

  /** @param stress at the source, 0…1 */
  from(source: number, stress: number): SourceReach {
    this.search++;
    this.layer++;
    this.labels = 0;
    this.metCount = 0;
    this.label(source, -1, stress, 0);
    const shares = this.shares.from(source);
    const isProduct = this.shares.rule === 'product';
    let widest = stress;
    let from = 0;
    for (let hop = 1; hop <= this.rule.hopLimit && from < this.labels; hop++) {
      this.layer++;
      const to = this.labels;
      for (let label = from; label < to; label++) this.extend(label, hop, source, shares, isProduct ? null : widest);
      widest *= this.decays[hop - 1]!;
      from = to;
    }
    return this.reach();
  }

  /** @param widest what a way without bottleneck would hold here; null: products */
  private extend(label: number, hop: number, source: number, shares: Float64Array, widest: number | null): void {
    const { graph, best, seen, layerOf } = this;
    const decay = this.decays[hop - 1]!;
    const node = this.labelNodes[label]!;
    const stress = this.values[label]!;
    const end = graph.start[node + 1]!;
    for (let step = graph.start[node]!; step < end; step++) {
      const to = graph.neighbour[step]!;
      if (to === source) continue;
      const share = shares[step]!;
      const carried = widest === null ? stress * share : Math.min(stress, widest * share);
      const value = Math.min(1, carried * decay);
      if (value < this.rule.minimumStress) continue;
      if (layerOf[to] === this.layer) this.better(this.labelOf[to]!, label, value);
      else if (seen[to] !== this.search || value > best[to]!) this.label(to, label, value, hop);
    }
  }

  /** Takes another way to a node that has one of as many hops. */
  private better(label: number, parent: number, value: number): void {
    const { rank } = this.graph;
    const present = this.values[label]!;
    const isBefore = rank[this.labelNodes[parent]!]! < rank[this.labelNodes[this.labelParents[label]!]!]!;
    if (value < present || (value === present && !isBefore)) return;
    this.values[label] = value;
    this.labelParents[label] = parent;
    this.best[this.labelNodes[label]!] = value;
  }

  private label(node: number, parent: number, value: number, hop: number): void {
    if (this.labels === this.values.length) this.grow();
    const label = this.labels++;
    this.labelNodes[label] = node;
    this.labelParents[label] = parent;
    this.labelHops[label] = hop;
    this.values[label] = value;
    if (this.seen[node] !== this.search) {
      if (this.metCount === this.met.length) this.met = grown(this.met, 2 * this.metCount);
      this.met[this.metCount++] = node;
    }
    this.seen[node] = this.search;
    this.layerOf[node] = this.layer;
    this.labelOf[node] = label;
    this.best[node] = value;
  }

  private reach(): SourceReach {
    const nodes = this.met.slice(0, this.metCount);
    const labels = nodes.map((node) => this.labelOf[node]!);
    return {
      nodes,
      stress: Float64Array.from(nodes, (node) => this.best[node]!),
      hops: Uint16Array.from(labels, (label) => this.labelHops[label]!),
      labels,
      labelNodes: this.labelNodes.slice(0, this.labels),
      labelParents: this.labelParents.slice(0, this.labels),
    };
  }

  private grow(): void {
    const length = 2 * this.values.length;
    this.labelNodes = grown(this.labelNodes, length);
    this.labelParents = grown(this.labelParents, length);
    this.labelHops = grown(this.labelHops, length);
    this.values = grown(this.values, length);
  }
}
