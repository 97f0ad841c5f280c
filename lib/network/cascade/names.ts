import { NetworkFault } from '../importers/network-fault';
import type { NetworkModel } from '../network-model';

type Name = string | number;
interface Named {
  id: string;
  label?: string;
}

/** N1-N2, N1 – N2, N1/N2: the ends of a line. */
const ENDS = /^(.+?)\s*[-–—/→]\s*(.+)$/;

/** Finds nodes and branches of a network by the names that people give them. */
export class NetworkNames {
  private readonly nodes: NameTable;
  private readonly branches: NameTable;

  constructor(private readonly model: NetworkModel) {
    this.nodes = new NameTable('node', model.nodes);
    this.branches = new NameTable('line', model.branches);
  }

  /** Index of a node, by its id or label, in any case. @throws NetworkFault when there is none or are several */
  node(name: Name, place: string): number {
    return this.nodes.find(name, place) ?? this.nodes.unknown(name, place);
  }

  /** Index of a branch in service, by its id or label, or by its ends. @throws NetworkFault */
  branch(name: Name, place: string): number {
    const at = this.branches.find(name, place) ?? this.between(name, place) ?? this.branches.unknown(name, place);
    if (this.model.branches[at]!.inService) return at;
    throw new NetworkFault(place, `${shown(name)} is out of service already`, 'name a line that is in service');
  }

  private between(name: Name, place: string): number | undefined {
    const [, one, other] = ENDS.exec(String(name).trim()) ?? [];
    if (one === undefined || other === undefined) return undefined;
    const [a, b] = [this.nodes.find(one, place), this.nodes.find(other, place)];
    if (a === undefined || b === undefined) return undefined;
    const found = [...this.model.branches.entries()].filter(
      ([, { from, to }]) => (from === a && to === b) || (from === b && to === a),
    );
    if (found.length > 1) {
      const ids = found.map(([, { id }]) => id).slice(0, 10);
      throw new NetworkFault(place, `${shown(name)} are ${found.length} lines`, `name one: ${ids.join(', ')}`);
    }
    return found[0]?.[0];
  }
}

class NameTable {
  private readonly byId = new Map<string, number>();
  /** By id and label in lower case; all that have it. */
  private readonly byName = new Map<string, Set<number>>();

  constructor(
    private readonly what: 'node' | 'line',
    private readonly named: readonly Named[],
  ) {
    for (const [at, { id, label }] of named.entries()) {
      this.byId.set(id, at);
      for (const name of label === undefined ? [id] : [id, label]) {
        const key = name.trim().toLowerCase();
        const same = this.byName.get(key);
        if (same) same.add(at);
        else this.byName.set(key, new Set([at]));
      }
    }
  }

  find(name: Name, place: string): number | undefined {
    const text = String(name);
    const exact = this.byId.get(text);
    if (exact !== undefined) return exact;
    const found = [...(this.byName.get(text.trim().toLowerCase()) ?? [])];
    if (found.length <= 1) return found[0];
    const ids = found.slice(0, 10).map((at) => this.named[at]!.id);
    throw new NetworkFault(
      place,
      `${shown(name)} is the name of ${found.length} ${this.what}s`,
      `name one by its id: ${ids.join(', ')}`,
    );
  }

  unknown(name: Name, place: string): never {
    const ids = this.named.slice(0, 5).map(({ id }) => id);
    throw new NetworkFault(
      place,
      `${shown(name)} is no ${this.what} of the network`,
      `name one such as ${ids.join(', ')}`,
    );
  }
}

const shown = (name: Name) => JSON.stringify(typeof name === 'string' ? name.slice(0, 80) : name);
