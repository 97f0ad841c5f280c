import type { NetworkChange } from '../../messages';
import { NetworkFault } from '../importers';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../network-model';
import { MultiUndirectedGraph } from './graphology';

type Ends = 'from' | 'to';

/** Attributes of an edge: the branch without its ends, which the graph knows by their ids. */
export type BranchAttributes = Omit<NetworkBranch, Ends> & { fromId: string; toId: string };

/**
 * The network that all nodes of a flow share and that changes while they run. The graph is what counts: its nodes and
 * edges have the ids of the network as keys and its values as attributes, in the order of the network. Who changes an
 * attribute of the graph, changes the network.
 */
export class LiveNetwork {
  readonly graph = new MultiUndirectedGraph<NetworkNode, BranchAttributes>();
  private readonly listeners = new Set<() => void>();
  private current: NetworkModel | undefined;
  private changes = 0;
  /** Told once a change, however many attributes it touches. */
  private isApplying = false;

  /** @param original a network as `importNetwork` gives it: ids unique, ends known */
  constructor(readonly original: NetworkModel) {
    const { nodes, branches } = original;
    for (const node of nodes) this.graph.addNode(node.id, { ...node });
    for (const { from, to, ...rest } of branches) {
      const [fromId, toId] = [nodes[from]!.id, nodes[to]!.id];
      this.graph.addEdgeWithKey(rest.id, fromId, toId, { ...rest, fromId, toId });
    }
    const changed = () => this.changed();
    this.graph.on('nodeAttributesUpdated', changed);
    this.graph.on('edgeAttributesUpdated', changed);
  }

  /** Grows with each change. */
  get revision(): number {
    return this.changes;
  }

  /** The network as it is now: an object of its own after each change, never changed itself. */
  get model(): NetworkModel {
    this.current ??= this.compiled();
    return this.current;
  }

  /** @returns ends the calls */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * @returns whether anything is different now
   * @throws NetworkFault when there is no such line or node, or a value is not finite
   */
  apply(change: NetworkChange): boolean {
    const before = this.changes;
    this.isApplying = true;
    try {
      if ('lineId' in change) this.switchLine(change.lineId, change.inService);
      else this.setPower(change);
    } finally {
      this.isApplying = false;
    }
    if (this.changes === before) return false;
    this.tell();
    return true;
  }

  private switchLine(lineId: string, inService: boolean): void {
    if (!this.graph.hasEdge(lineId)) throw unknown('lineId', 'line', lineId);
    if (this.graph.getEdgeAttribute(lineId, 'inService') === inService) return;
    this.graph.setEdgeAttribute(lineId, 'inService', inService);
  }

  private setPower({ nodeId, ...powers }: Extract<NetworkChange, { nodeId: string }>): void {
    if (!this.graph.hasNode(nodeId)) throw unknown('nodeId', 'node', nodeId);
    for (const field of ['loadMw', 'generationMw'] as const) {
      const power = powers[field];
      if (power === undefined) continue;
      if (!Number.isFinite(power)) throw new NetworkFault(field, `is ${power}`, 'give a finite number of MW');
    }
    const node = this.graph.getNodeAttributes(nodeId);
    for (const field of ['loadMw', 'generationMw'] as const) {
      const power = powers[field];
      if (power !== undefined && power !== node[field]) this.graph.setNodeAttribute(nodeId, field, power);
    }
  }

  private changed(): void {
    this.changes++;
    this.current = undefined;
    if (!this.isApplying) this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private compiled(): NetworkModel {
    const nodes = this.graph.mapNodes((_id, attributes) => ({ ...attributes }));
    const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
    const branches = this.graph.mapEdges((_id, { fromId, toId, ...rest }): NetworkBranch => {
      return { ...rest, from: indexOf.get(fromId)!, to: indexOf.get(toId)! };
    });
    const { name, baseMva, branchOrder } = this.original;
    return { name, baseMva, nodes, branches, ...(branchOrder ? { branchOrder } : {}) };
  }
}

const unknown = (place: string, what: string, id: string) =>
  new NetworkFault(place, `"${id.slice(0, 80)}" is no ${what} of the network`, `name a ${what} that is there`);
