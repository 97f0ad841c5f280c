import type { NetworkChange } from '../../messages';
import { NetworkFault } from '../importers';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../network-model';
import { MultiUndirectedGraph } from './graphology';

type Ends = 'from' | 'to';

/** Attributes of an edge: the branch without its ends, which the graph knows by their ids. */
export type BranchAttributes = Omit<NetworkBranch, Ends> & { fromId: string; toId: string };

/** No load or power station comes near; the sum of many stays a number. */
const MOST_MW = 1e6;

/**
 * The network that all nodes of a flow share and that changes while they run. The graph is what counts: its nodes and
 * edges have the ids of the network as keys and its values as attributes, in the order of the network. Who changes an
 * attribute of the graph, changes the network. Nodes and lines themselves stay those of the original.
 */
export class LiveNetwork {
  readonly graph: MultiUndirectedGraph<NetworkNode, BranchAttributes> = new MultiUndirectedGraph();
  private readonly originalNodes: ReadonlyMap<string, NetworkNode>;
  private readonly originalLines: ReadonlyMap<string, BranchAttributes>;
  private readonly touchedNodes = new Set<string>();
  private readonly touchedLines = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private current: NetworkModel | undefined;
  private changes = 0;
  /** Calls of `together` that are under way: listeners are told after the outermost one. */
  private depth = 0;

  /** @param original a network as `importNetwork` gives it: ids unique, ends known */
  constructor(readonly original: NetworkModel) {
    const { nodes, branches } = original;
    this.originalNodes = new Map(nodes.map((node) => [node.id, node]));
    this.originalLines = new Map(
      branches.map(({ from, to, ...rest }) => [rest.id, { ...rest, fromId: nodes[from]!.id, toId: nodes[to]!.id }]),
    );
    for (const [id, node] of this.originalNodes) this.graph.addNode(id, { ...node });
    for (const [id, line] of this.originalLines) this.graph.addEdgeWithKey(id, line.fromId, line.toId, { ...line });
    this.graph.on('nodeAttributesUpdated', ({ key }) => this.changed(this.touchedNodes, [key]));
    this.graph.on('edgeAttributesUpdated', ({ key }) => this.changed(this.touchedLines, [key]));
    this.graph.on('eachNodeAttributesUpdated', () => this.changed(this.touchedNodes, this.originalNodes.keys()));
    this.graph.on('eachEdgeAttributesUpdated', () => this.changed(this.touchedLines, this.originalLines.keys()));
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
   * @throws NetworkFault when there is no such line or node, or a value is no power that there is
   */
  apply(change: NetworkChange): boolean {
    const before = this.changes;
    this.together(() => ('lineId' in change ? this.switchLine(change) : this.setPower(change)));
    return this.changes > before;
  }

  /** Runs `work`, and tells listeners once of all that it changes. */
  together(work: () => void): void {
    const before = this.changes;
    this.depth++;
    try {
      work();
    } finally {
      this.depth--;
      if (this.changes > before && this.depth === 0) this.tell();
    }
  }

  /** Makes it the original network again. */
  reset(): void {
    this.together(() => {
      for (const [id, node] of this.differentNodes()) this.graph.replaceNodeAttributes(id, { ...node });
      for (const [id, line] of this.differentLines()) this.graph.replaceEdgeAttributes(id, { ...line });
    });
    this.touchedNodes.clear();
    this.touchedLines.clear();
  }

  /** Nodes with a value other than the original one, as they were. */
  differentNodes(): [id: string, original: NetworkNode][] {
    return different(this.touchedNodes, this.originalNodes, (id) => this.graph.getNodeAttributes(id));
  }

  /** Lines with a value other than the original one, as they were. */
  differentLines(): [id: string, original: BranchAttributes][] {
    return different(this.touchedLines, this.originalLines, (id) => this.graph.getEdgeAttributes(id));
  }

  private switchLine({ lineId, inService }: Extract<NetworkChange, { lineId: string }>): void {
    if (!this.graph.hasEdge(lineId)) throw unknown('lineId', 'line', lineId);
    if (this.graph.getEdgeAttribute(lineId, 'inService') === inService) return;
    this.graph.setEdgeAttribute(lineId, 'inService', inService);
  }

  private setPower({ nodeId, ...powers }: Extract<NetworkChange, { nodeId: string }>): void {
    if (!this.graph.hasNode(nodeId)) throw unknown('nodeId', 'node', nodeId);
    for (const field of ['loadMw', 'generationMw'] as const) {
      const power = powers[field];
      if (power === undefined || Math.abs(power) <= MOST_MW) continue;
      throw new NetworkFault(field, `is ${power}`, 'give a finite number of MW, not of kW or W');
    }
    const node = this.graph.getNodeAttributes(nodeId);
    for (const field of ['loadMw', 'generationMw'] as const) {
      const power = powers[field];
      if (power !== undefined && power !== node[field]) this.graph.setNodeAttribute(nodeId, field, power);
    }
  }

  private changed(touched: Set<string>, ids: Iterable<string>): void {
    for (const id of ids) touched.add(id);
    this.changes++;
    this.current = undefined;
    if (this.depth === 0) this.tell();
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

function different<T extends object>(
  touched: ReadonlySet<string>,
  originals: ReadonlyMap<string, T>,
  now: (id: string) => T,
): [string, T][] {
  return [...touched].flatMap((id): [string, T][] => {
    const original = originals.get(id)!;
    const fields = Object.entries({ ...original, ...now(id) });
    return fields.every(([field, value]) => original[field as keyof T] === value) ? [] : [[id, original]];
  });
}

const unknown = (place: string, what: string, id: string) =>
  new NetworkFault(place, `"${id.slice(0, 80)}" is no ${what} of the network`, `name a ${what} that is there`);
