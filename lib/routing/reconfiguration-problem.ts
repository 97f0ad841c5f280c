import { adjacencyOf, bridgesOf, componentsOf } from '../network/graph';
import type { NetworkModel } from '../network/network-model';
import {
  AcNetwork,
  type Closed,
  type LimitSettings,
  type OperatingLimits,
  operatingLimits,
} from '../network/power-flow';

/** What a reconfiguration may do. Ids are those of branches and nodes of the network. */
export interface ReconfigurationSettings extends LimitSettings {
  /** Branches that stay open whatever they are today, e.g. for works. */
  outOfService?: readonly string[];
  /** Branches that stay as they are today. */
  locked?: readonly string[];
  /** Only these may change; absent: all that are not locked. */
  switchable?: readonly string[];
  /** Nodes that two ways must lead to, so that they can be fed again when any branch fails. */
  twoPaths?: readonly string[];
  /** Risk of branches, 0…1; those that are not named have none. */
  risk?: Readonly<Record<string, number>>;
  /** A loss in a branch of risk ρ counts 1 + riskWeight·ρ times. @default 0 */
  riskWeight?: number;
}

/**
 * Which branches of a network are to be closed, so that every node is fed by one way and what is lost is least. All sources
 * count as one root; nodes without power that no usable branch joins to it, or that are dead today while all loads are fed
 * (e.g. buses of type 4 in MATPOWER), are left alone.
 */
export class ReconfigurationProblem {
  readonly network: AcNetwork;
  readonly limits: OperatingLimits;
  /** As it is today. */
  readonly today: Closed;
  /** One byte a branch: it may be closed. */
  readonly usable: Uint8Array;
  /** One byte a branch: it must be closed. */
  readonly fixed: Uint8Array;
  /** Resistance, with what risk adds to it. */
  readonly weight: Float64Array;
  readonly isWeighted: boolean;
  /** Nodes that are to be fed. */
  readonly isFed: Uint8Array;

  /** @throws Error that names what is unknown, or the nodes or branches for which there is no solution */
  constructor(
    readonly model: NetworkModel,
    settings: ReconfigurationSettings = {},
  ) {
    const { outOfService = [], locked = [], switchable, twoPaths = [], risk = {}, riskWeight = 0 } = settings;
    const network = new AcNetwork(model);
    this.network = network;
    this.limits = operatingLimits(model, settings);
    this.today = network.closed();
    const branchAt = new Map(model.branches.map(({ id }, at) => [id, at]));
    const indexOf = (id: string) => known(branchAt.get(id), 'branch', id);
    const stays = new Uint8Array(network.branchCount).fill(switchable ? 1 : 0);
    for (const id of switchable ?? []) stays[indexOf(id)] = 0;
    for (const id of locked) stays[indexOf(id)] = 1;
    this.usable = Uint8Array.from(model.branches, ({ from, to }, at) => {
      return from !== to && (stays[at] === 0 || this.today[at] === 1) ? 1 : 0;
    });
    for (const id of outOfService) this.usable[indexOf(id)] = 0;
    const dead = this.deadToday();
    for (const [at, { from, to }] of model.branches.entries())
      if (dead[from] === 1 || dead[to] === 1) this.usable[at] = 0;
    this.fixed = this.usable.map((usable, at) => usable & stays[at]!);
    if (!(riskWeight >= 0)) throw new Error(`risk weight ${riskWeight}: give 0 or more`);
    const factor = new Float64Array(network.branchCount).fill(1);
    for (const [id, value] of Object.entries(risk)) {
      if (!(value >= 0 && value <= 1)) throw new Error(`risk of ${id} is ${value}: give 0 to 1`);
      factor[indexOf(id)] = 1 + riskWeight * value;
    }
    this.weight = network.resistance.map((resistance, at) => resistance * factor[at]!);
    this.isWeighted = factor.some((value) => value !== 1);
    this.isFed = this.reached();
    this.checkTwoPaths(twoPaths);
  }

  /** Nodes that nothing feeds today; none where some of them have power, as others may be the way to these. */
  private deadToday(): Uint8Array {
    const { network, today } = this;
    const isFed = this.joinedToSources(today);
    const isDark = isFed.some((fed, node) => fed === 0 && this.hasPower(node));
    return isDark ? new Uint8Array(network.nodeCount) : isFed.map((fed) => 1 - fed);
  }

  private hasPower(node: number): boolean {
    return this.network.drawnP[node] !== 0 || this.network.drawnQ[node] !== 0;
  }

  private joinedToSources(closed: Uint8Array): Uint8Array {
    const { nodeCount } = this.network;
    const { of } = componentsOf(adjacencyOf(this.modelOf(closed), { mergeParallel: false }));
    return Uint8Array.from({ length: nodeCount }, (_, node) => (of[node] === of[nodeCount] ? 1 : 0));
  }

  /** A model of some branches with one more node that joins all sources. */
  private modelOf(closed: Uint8Array): NetworkModel {
    const { model, network } = this;
    const root = model.nodes.length;
    const line = { ...model.branches[0]!, inService: true };
    return {
      ...model,
      nodes: [...model.nodes, { id: '', loadMw: 0, generationMw: 0 }],
      branches: [
        ...model.branches.map((branch, at) => ({ ...branch, inService: closed[at] === 1 })),
        // Two of each, so that none of them is a bridge.
        ...network.sources.flatMap((source) => [0, 1].map(() => ({ ...line, from: root, to: source }))),
      ],
    };
  }

  private reached(): Uint8Array {
    const { model, usable } = this;
    const isFed = this.joinedToSources(usable);
    const dark = [...isFed.keys()].filter((node) => isFed[node] === 0 && this.hasPower(node));
    if (dark.length > 0) {
      const names = dark.slice(0, 8).map((node) => model.nodes[node]!.id);
      throw new Error(
        `no branch that may be closed leads to node ${names.join(', ')}: allow one, or take its load out`,
      );
    }
    return isFed;
  }

  private checkTwoPaths(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const { model } = this;
    const whole = this.modelOf(this.usable);
    const bridges = bridgesOf(adjacencyOf(whole, { mergeParallel: false }), whole.branches.length);
    const branches = whole.branches.map((branch, at) => ({
      ...branch,
      inService: branch.inService && bridges[at] === 0,
    }));
    const { of } = componentsOf(adjacencyOf({ ...whole, branches }, { mergeParallel: false }));
    const nodeAt = new Map(model.nodes.map(({ id }, at) => [id, at]));
    for (const id of ids) {
      if (of[known(nodeAt.get(id), 'node', id)] === of[model.nodes.length]) continue;
      throw new Error(`node ${id} has no second path over usable branches: allow or build one, or drop the constraint`);
    }
  }
}

function known(index: number | undefined, what: string, id: string): number {
  if (index !== undefined) return index;
  throw new Error(`"${id.slice(0, 80)}" is no ${what} of the network: name one that is there`);
}
