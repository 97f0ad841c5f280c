import { checkNetwork } from '../checks/check-network';
import { type Finding, short } from '../checks/finding';
import { FindingList } from '../checks/finding-list';
import type { NetworkBranch, NetworkModel, NetworkNode } from '../network-model';
import { settleReactances } from './impedances';
import { MOST_BRANCHES, MOST_NODES } from './limits';
import { NetworkFault } from './network-fault';

export interface ImportedNetwork {
  network: NetworkModel;
  findings: Finding[];
}

/** A branch as a file has it; what is left out is not known. */
export interface GivenBranch {
  id: string;
  /** Ids of nodes. */
  from: string;
  to: string;
  kind?: string;
  label?: string;
  resistancePu?: number;
  reactancePu?: number;
  susceptancePu?: number;
  conductancePu?: number;
  tapRatio?: number;
  shiftRad?: number;
  ratingMva?: number | null;
  inService?: boolean;
  weight?: number | null;
}

/** What is added up at a node. */
export type PowerField = 'loadMw' | 'generationMw' | 'loadMvar' | 'generationMvar' | 'shuntMw' | 'shuntMvar';

export type GivenNode = Omit<NetworkNode, 'loadMw' | 'generationMw'> & Partial<NetworkNode>;

/** Builds a network from what a file says; what can't be used is left out and reported, one bad row costs no other. */
export class NetworkDraft {
  readonly findings = new FindingList();
  readonly nodes: NetworkNode[] = [];
  readonly branches: NetworkBranch[] = [];
  branchOrder: number[][] | undefined;
  private readonly nodeIndex = new Map<string, number>();
  private readonly branchIndex = new Map<string, number>();
  /** Of ids that several branches would have, so that many parallel ones stay quick. */
  private readonly lastNumber = new Map<string, number>();
  private readonly nodePlaces: string[] = [];
  private readonly branchPlaces: string[] = [];
  private readonly unknownReactances: number[] = [];
  /** Of nodes with generators, what these can feed in; NaN: of one it is not known. */
  private readonly capacities = new Map<string, number>();

  constructor(
    private readonly file: string,
    private readonly name: string,
    private readonly baseMva: number,
  ) {
    if (baseMva > 0 && baseMva < Number.POSITIVE_INFINITY) return;
    throw new NetworkFault(file, `has a base power of ${baseMva} MVA`, 'give a base power above 0, e.g. 100');
  }

  indexOfNode(id: string): number | undefined {
    return this.nodeIndex.get(id);
  }

  indexOfBranch(id: string): number | undefined {
    return this.branchIndex.get(id);
  }

  /** The id, or with a number behind it, so that it is the only one. */
  freeBranchId(id: string): string {
    if (!this.branchIndex.has(id)) return id;
    for (let number = this.lastNumber.get(id) ?? 2; ; number++) {
      if (this.branchIndex.has(`${id}#${number}`)) continue;
      this.lastNumber.set(id, number);
      return `${id}#${number}`;
    }
  }

  addNode(given: GivenNode, place: string): void {
    const { id } = given;
    if (!this.isNewId(id, this.nodeIndex, 'node', place)) return;
    if (this.nodes.length >= MOST_NODES) this.tooMany('nodes', MOST_NODES);
    const finite = (
      field: 'x' | 'y' | 'nominalKv' | PowerField | 'capacityMw' | 'voltagePu' | 'minVoltagePu' | 'maxVoltagePu',
    ) => (given[field] === undefined ? undefined : this.finite(given[field], field, place));
    const [x, y, nominalKv] = [finite('x'), finite('y'), finite('nominalKv')];
    const node: NetworkNode = { id, loadMw: finite('loadMw') ?? 0, generationMw: finite('generationMw') ?? 0 };
    if (given.label !== undefined) node.label = given.label;
    if (given.kind !== undefined) node.kind = given.kind;
    if (x !== undefined && y !== undefined) {
      node.x = x;
      node.y = y;
    }
    if (nominalKv !== undefined && nominalKv > 0) node.nominalKv = nominalKv;
    for (const field of ['loadMvar', 'generationMvar', 'shuntMw', 'shuntMvar'] as const) {
      const value = finite(field);
      if (value) node[field] = value;
    }
    const capacityMw = finite('capacityMw');
    if (capacityMw !== undefined && capacityMw >= 0) node.capacityMw = capacityMw;
    const [least, most] = [finite('minVoltagePu'), finite('maxVoltagePu')];
    // A band without width is a set point, as cases give it for sources.
    if (least !== undefined && least > 0 && !(least >= most!)) node.minVoltagePu = least;
    if (most !== undefined && most > 0 && !(least! >= most)) node.maxVoltagePu = most;
    if (given.isReference) node.isReference = true;
    this.nodeIndex.set(id, this.nodes.length);
    this.nodes.push(node);
    this.nodePlaces.push(place);
    const voltagePu = finite('voltagePu');
    if (voltagePu !== undefined) this.setVoltage(id, voltagePu, place);
  }

  /** Adds to load, generation or shunts of a node. */
  addPower(field: PowerField, id: string, added: number, place: string): void {
    // A row with both is told once, by its MW.
    const node = field.endsWith('Mvar') ? this.nodes[this.nodeIndex.get(id) ?? -1] : this.knownNode(id, place);
    const power = node && this.finite(added, field, place);
    if (node && power) node[field] = this.finite((node[field] ?? 0) + power, field, place) ?? node[field] ?? 0;
  }

  /** Adds to what the generators of a node can feed in; one for which that is not above 0 and finite makes it unknown. */
  addCapacity(id: string, addedMw: number | undefined): void {
    const isKnown = addedMw !== undefined && addedMw > 0 && addedMw < Number.POSITIVE_INFINITY;
    this.capacities.set(id, (this.capacities.get(id) ?? 0) + (isKnown ? addedMw : Number.NaN));
  }

  /** The voltage that a source holds. */
  setVoltage(id: string, voltagePu: number, place: string): void {
    const node = this.knownNode(id, place);
    if (node && voltagePu > 0 && voltagePu !== 1 && this.finite(voltagePu, 'voltagePu', place)) {
      node.voltagePu = voltagePu;
    }
  }

  markReference(id: string, place: string): void {
    const node = this.knownNode(id, place);
    if (node) node.isReference = true;
  }

  addBranch(given: GivenBranch, place: string): void {
    const { id, inService = true, weight = null } = given;
    if (!this.isNewId(id, this.branchIndex, 'line', place)) return;
    const [from, to] = [given.from, given.to].map((end) => this.knownNode(end, place) && this.nodeIndex.get(end));
    if (from === undefined || to === undefined) return;
    if (from === to) {
      const problem = `leads from node "${short(given.from)}" to itself and is left out`;
      this.findings.add('warning', 'self-loop', place, { problem, remedy: 'correct an end, or delete the line' });
      return;
    }
    if (this.branches.length >= MOST_BRANCHES) this.tooMany('lines', MOST_BRANCHES);
    type Given = 'resistancePu' | 'susceptancePu' | 'conductancePu' | 'shiftRad' | 'tapRatio';
    const number = (field: Given, otherwise: number) =>
      this.finite(given[field] ?? otherwise, field, place) ?? otherwise;
    const conductancePu = number('conductancePu', 0);
    const reactancePu =
      given.reactancePu === undefined ? undefined : this.finite(given.reactancePu, 'reactancePu', place);
    if (reactancePu === undefined) this.unknownReactances.push(this.branches.length);
    const rating = given.ratingMva == null ? undefined : this.finite(given.ratingMva, 'ratingMva', place);
    const branch: NetworkBranch = {
      id,
      from,
      to,
      ...(given.kind !== undefined ? { kind: given.kind } : {}),
      ...(given.label !== undefined ? { label: given.label } : {}),
      resistancePu: number('resistancePu', 0),
      reactancePu: reactancePu ?? Number.NaN,
      susceptancePu: number('susceptancePu', 0),
      ...(conductancePu === 0 ? {} : { conductancePu }),
      tapRatio: this.positive(number('tapRatio', 1), place),
      shiftRad: number('shiftRad', 0),
      ratingMva: rating ? this.above0(rating, place) : null,
      inService,
      weight: weight === null ? null : this.share(weight, place),
    };
    this.branchIndex.set(id, this.branches.length);
    this.branches.push(branch);
    this.branchPlaces.push(place);
  }

  /**
   * The network, checked, with a reactance for every branch.
   * @throws NetworkFault when it has no node
   */
  finish(): ImportedNetwork {
    const { name, baseMva, nodes, branches, branchOrder, findings, nodePlaces, branchPlaces } = this;
    if (nodes.length === 0) {
      throw new NetworkFault(this.file, 'has no node that can be used', 'give it at least one node with an id');
    }
    for (const [id, capacityMw] of this.capacities) {
      const node = nodes[this.nodeIndex.get(id) ?? -1];
      if (node && Number.isFinite(capacityMw)) node.capacityMw = capacityMw;
    }
    const network: NetworkModel = { name, baseMva, nodes, branches, ...(branchOrder ? { branchOrder } : {}) };
    settleReactances(network, this.unknownReactances, (branch) => branchPlaces[branch]!, findings);
    checkNetwork(network, findings, {
      file: this.file,
      node: (index) => nodePlaces[index]!,
      branch: (index) => branchPlaces[index]!,
    });
    return { network, findings: findings.all() };
  }

  private knownNode(id: string, place: string): NetworkNode | undefined {
    const index = this.nodeIndex.get(id);
    if (index !== undefined) return this.nodes[index];
    const problem = `names node "${short(id)}", which is not there, and is left out`;
    this.findings.add('error', 'unknown-node', place, { problem, remedy: 'add the node, or name one that is there' });
    return undefined;
  }

  private isNewId(id: string, known: Map<string, number>, what: string, place: string): boolean {
    if (id === '') {
      const problem = `is a ${what} without an id and is left out`;
      this.findings.add('error', 'missing-id', place, { problem, remedy: 'give it an id of its own' });
    } else if (known.has(id)) {
      const problem = `is a second ${what} "${short(id)}" and is left out`;
      this.findings.add('error', 'duplicate-id', place, { problem, remedy: 'give each an id of its own', ids: [id] });
    }
    return id !== '' && !known.has(id);
  }

  private finite(value: number, field: string, place: string): number | undefined {
    if (Number.isFinite(value)) return value;
    const problem = `has no usable number for ${field} (${value}), which counts as not given`;
    this.findings.add('error', 'not-a-number', place, { problem, remedy: 'give a finite number' });
    return undefined;
  }

  private positive(tapRatio: number, place: string): number {
    if (tapRatio > 0) return tapRatio;
    const problem = `has a tap ratio of ${tapRatio}, which counts as 1`;
    this.findings.add('error', 'impossible-unit', place, { problem, remedy: 'give a ratio above 0, near 1' });
    return 1;
  }

  private above0(ratingMva: number, place: string): number | null {
    if (ratingMva > 0) return ratingMva;
    const problem = `has a rating of ${ratingMva} MVA, which counts as not known`;
    this.findings.add('error', 'impossible-unit', place, { problem, remedy: 'give a rating above 0, or none' });
    return null;
  }

  private share(weight: number, place: string): number | null {
    if (weight >= 0 && weight <= 1) return weight;
    const problem = `has a weight of ${weight}, which counts as not given`;
    this.findings.add('error', 'impossible-unit', place, {
      problem,
      remedy: 'give a share from 0 to 1, no percentage',
    });
    return null;
  }

  private tooMany(what: string, most: number): never {
    throw new NetworkFault(this.file, `has more than ${most} ${what}`, 'import a part of the network');
  }
}
