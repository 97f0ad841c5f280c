import type { NetworkBranch, NetworkModel, NetworkNode } from '../network/network-model';
import { USUAL_RATED_A } from './intake-settings';

/** What telemetry can be about: nodes and lines of a network by id, by name, and by their ends. */
export class Plant {
  private readonly nodes: ReadonlyMap<string, NetworkNode>;
  private readonly lines: ReadonlyMap<string, NetworkBranch>;
  private readonly byLabel: ReadonlyMap<string, NetworkNode>;
  private byEnds: Map<string, NetworkBranch[]> | undefined;

  constructor(private readonly network: NetworkModel) {
    this.nodes = new Map(network.nodes.map((node) => [node.id, node]));
    this.lines = new Map(network.branches.map((branch) => [branch.id, branch]));
    this.byLabel = new Map(network.nodes.flatMap((node) => (node.label === undefined ? [] : [[node.label, node]])));
  }

  node(id: string): NetworkNode | undefined {
    return this.nodes.get(id);
  }

  line(id: string): NetworkBranch | undefined {
    return this.lines.get(id);
  }

  /** By id, else by label. */
  nodeNamed(id: unknown, name: unknown): NetworkNode | undefined {
    const key = typeof id === 'number' ? `${id}` : id;
    const byId = typeof key === 'string' ? this.nodes.get(key) : undefined;
    return byId ?? (typeof name === 'string' ? this.byLabel.get(name) : undefined);
  }

  /** Lines that join two nodes, whichever way they are drawn. */
  linesBetween(one: string, other: string): readonly NetworkBranch[] {
    this.byEnds ??= this.indexed();
    return this.byEnds.get(endsKey(one, other)) ?? [];
  }

  fromId(line: NetworkBranch): string {
    return this.network.nodes[line.from]!.id;
  }

  /** Of a phase, from the rating and the nominal voltage; 500 A where either is not known. */
  ratedCurrentA({ ratingMva, from, to }: NetworkBranch): number {
    const kv = this.network.nodes[from]!.nominalKv ?? this.network.nodes[to]!.nominalKv;
    return ratingMva === null || kv === undefined ? USUAL_RATED_A : (1000 * ratingMva) / (Math.sqrt(3) * kv);
  }

  /** Feeds the grid on demand: a reference, or one whose capacity is known. */
  isSource(nodeId: string): boolean {
    const node = this.nodes.get(nodeId);
    return node !== undefined && (node.isReference === true || (node.capacityMw ?? 0) > 0);
  }

  private indexed(): Map<string, NetworkBranch[]> {
    const index = new Map<string, NetworkBranch[]>();
    for (const line of this.network.branches) {
      const key = endsKey(this.network.nodes[line.from]!.id, this.network.nodes[line.to]!.id);
      const there = index.get(key);
      if (there) there.push(line);
      else index.set(key, [line]);
    }
    return index;
  }
}

const endsKey = (one: string, other: string) => JSON.stringify(one < other ? [one, other] : [other, one]);
