import { pathTo, type SourceReach } from './source-reach';
import { type Spread, spreadOf, type WalkRule } from './spread';
import type { StressGraph } from './stress-graph';
import type { StressModel } from './stress-model';

export interface FieldRule extends WalkRule {
  /** independent: 1 − Π(1 − s); sum: Σ s, at most 1; each: sources are not combined, the strongest counts. */
  combine: 'independent' | 'sum' | 'each';
}

interface Source {
  key: string;
  reach: SourceReach;
}

/** The stress of all sources together at one node. */
export interface NodeStress {
  node: number;
  /** 0…1 */
  stress: number;
  /** How many sources reach it. */
  sources: number;
  /** Key of the source that brings most, of equals the first in the order of keys. */
  key: string;
  /** Of the way from that source; the path holds both ends, as indices. */
  hop: number;
  path: number[];
}

/**
 * The stress of a network from sources that come, change and go. What each source brings is kept, so that a change of one
 * computes only what that one reaches. The state depends on the sources that are there and on nothing before: after any
 * changes it equals, to the bit, a field that is given all sources at once.
 */
export class StressField {
  private readonly spread: Spread;
  /** In the order of their keys, in which they are combined. */
  private readonly sources: Source[] = [];
  private readonly total: Float64Array;
  private readonly strongest: Float64Array;
  private readonly counts: Int32Array;
  private readonly dominant: (Source | undefined)[];
  private readonly dominantPlace: Int32Array;
  private readonly marks: Int32Array;
  private mark = 0;
  /** Nodes reached, added up over all sources. */
  entries = 0;

  /** @throws Error when the walk does not go with the model */
  constructor(
    readonly graph: StressGraph,
    model: StressModel,
    private readonly rule: FieldRule,
  ) {
    this.spread = spreadOf(graph, model, rule);
    const nodeCount = graph.ids.length;
    this.total = new Float64Array(nodeCount);
    this.strongest = new Float64Array(nodeCount);
    this.counts = new Int32Array(nodeCount);
    this.dominant = new Array(nodeCount);
    this.dominantPlace = new Int32Array(nodeCount);
    this.marks = new Int32Array(nodeCount);
  }

  get sourceCount(): number {
    return this.sources.length;
  }

  /** Sets the stress of a source. @returns the nodes that may have changed, ascending */
  set(key: string, node: number, stress: number): Int32Array {
    const { place, isThere } = this.find(key);
    const reach = this.spread.from(node, stress);
    const before = isThere ? this.sources[place]!.reach.nodes : undefined;
    this.sources.splice(place, isThere ? 1 : 0, { key, reach });
    this.entries += reach.nodes.length - (before?.length ?? 0);
    return this.combine(before ? [reach.nodes, before] : [reach.nodes]);
  }

  /**
   * Sets many sources at once; the later of one key counts.
   * @param leftOut gets the keys of sources that would take `entries` above `mostEntries`; these are not there afterwards
   * @returns the nodes that may have changed, ascending
   */
  setAll(
    sources: Iterable<{ key: string; node: number; stress: number }>,
    mostEntries = Number.POSITIVE_INFINITY,
    leftOut: string[] = [],
  ): Int32Array {
    const changed: Int32Array[] = [];
    const byKey = new Map(this.sources.map((source) => [source.key, source]));
    for (const { key, node, stress } of sources) {
      const before = byKey.get(key)?.reach.nodes;
      const reach = this.spread.from(node, stress);
      this.entries -= before?.length ?? 0;
      if (before) changed.push(before);
      if (this.entries + reach.nodes.length > mostEntries) {
        byKey.delete(key);
        leftOut.push(key);
        continue;
      }
      byKey.set(key, { key, reach });
      this.entries += reach.nodes.length;
      changed.push(reach.nodes);
    }
    const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    this.sources.length = 0;
    for (const source of sorted) this.sources.push(source);
    return this.combine(changed);
  }

  /** Takes a source away. @returns the nodes that may have changed, ascending */
  remove(key: string): Int32Array {
    const { place, isThere } = this.find(key);
    if (!isThere) return new Int32Array();
    const [{ reach }] = this.sources.splice(place, 1) as [Source];
    this.entries -= reach.nodes.length;
    return this.combine([reach.nodes]);
  }

  /** What one source brings to each node it reaches; undefined when it is not there. */
  reachOf(key: string): SourceReach | undefined {
    const { place, isThere } = this.find(key);
    return isThere ? this.sources[place]!.reach : undefined;
  }

  /** Ids of all nodes that a source reaches, in the order of the network. */
  reachedIds(): string[] {
    return this.graph.ids.filter((_, node) => this.dominant[node]);
  }

  /** Stress at a node, 0…1. */
  stressAt(node: number): number {
    return this.total[node]!;
  }

  /** Undefined when no source reaches the node. */
  at(node: number): NodeStress | undefined {
    const source = this.dominant[node];
    if (!source) return undefined;
    const place = this.dominantPlace[node]!;
    return {
      node,
      stress: this.total[node]!,
      sources: this.counts[node]!,
      key: source.key,
      hop: source.reach.hops[place]!,
      path: pathTo(source.reach, place),
    };
  }

  /** Adds up what all sources bring to these nodes, in the order of keys so that sums are the same whatever came first. */
  private combine(lists: readonly Int32Array[]): Int32Array {
    const { total, strongest, counts, dominant, marks } = this;
    const mark = ++this.mark;
    let count = 0;
    const changed = new Int32Array(lists.reduce((most, { length }) => most + length, 0));
    for (const nodes of lists) {
      for (const node of nodes) {
        if (marks[node] === mark) continue;
        marks[node] = mark;
        total[node] = 0;
        strongest[node] = -1;
        counts[node] = 0;
        dominant[node] = undefined;
        changed[count++] = node;
      }
    }
    const how = this.rule.combine;
    for (const source of this.sources) {
      const { nodes, stress } = source.reach;
      for (let place = 0; place < nodes.length; place++) {
        const node = nodes[place]!;
        if (marks[node] !== mark) continue;
        const value = stress[place]!;
        const sum = total[node]!;
        // s + t·(1 − s) is 1 − (1 − s)(1 − t), and of a single source exactly what it brings.
        if (how === 'independent') total[node] = Math.min(1, sum + value * (1 - sum));
        else total[node] = how === 'sum' ? Math.min(1, sum + value) : Math.max(sum, value);
        counts[node]!++;
        if (value <= strongest[node]!) continue;
        strongest[node] = value;
        dominant[node] = source;
        this.dominantPlace[node] = place;
      }
    }
    return changed.slice(0, count).sort();
  }

  private find(key: string): { place: number; isThere: boolean } {
    let low = 0;
    let high = this.sources.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sources[middle]!.key < key) low = middle + 1;
      else high = middle;
    }
    return { place: low, isThere: this.sources[low]?.key === key };
  }
}
