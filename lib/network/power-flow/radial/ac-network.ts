import type { NetworkModel } from '../../network-model';

/** One byte a branch: 1 where it is closed. */
export type Closed = Uint8Array;

/**
 * What AC power flow knows of a network whatever is switched, per unit and in typed arrays. Loads and generation are
 * constant power; the nodes that are marked as references are the sources, which hold their voltage and take up what is
 * left. Other generators hold no voltage.
 */
export class AcNetwork {
  readonly nodeCount: number;
  readonly branchCount: number;
  readonly baseMva: number;
  /** Load less generation. */
  readonly drawnP: Float64Array;
  readonly drawnQ: Float64Array;
  /** Admittance of shunts to earth. */
  readonly shuntG: Float64Array;
  readonly shuntB: Float64Array;
  /** Voltage that a source holds; 0: no source. */
  readonly sourceVoltage: Float64Array;
  readonly sources: readonly number[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly resistance: Float64Array;
  readonly reactance: Float64Array;
  /** Ratio at `from` as a complex number. */
  readonly tapRe: Float64Array;
  readonly tapIm: Float64Array;
  /** Admittance to earth of half a branch. */
  readonly halfG: Float64Array;
  readonly halfB: Float64Array;
  /** Some branch has a ratio other than 1. */
  readonly hasTaps: boolean;
  /** Some branch has an admittance to earth. */
  readonly hasCharging: boolean;

  /** @throws Error that names the node or branch with a value that can't be reckoned with, or says that no source is there */
  constructor(readonly model: NetworkModel) {
    const { nodes, branches, baseMva } = model;
    if (!(Number.isFinite(baseMva) && baseMva > 0))
      throw new Error(`base power ${baseMva} MVA: give the positive base of the per-unit values`);
    const ofNodes = (value: (node: NetworkModel['nodes'][number]) => number, what: string) =>
      checked(nodes, value, (id) => `node ${id} has no usable ${what}: give numbers`);
    const ofBranches = (value: (branch: NetworkModel['branches'][number]) => number, what: string) =>
      checked(branches, value, (id) => `branch ${id} has no usable ${what}: give finite numbers per unit`);
    this.baseMva = baseMva;
    this.nodeCount = nodes.length;
    this.branchCount = branches.length;
    this.drawnP = ofNodes(({ loadMw, generationMw }) => (loadMw - generationMw) / baseMva, 'MW');
    this.drawnQ = ofNodes(({ loadMvar = 0, generationMvar = 0 }) => (loadMvar - generationMvar) / baseMva, 'Mvar');
    this.shuntG = ofNodes(({ shuntMw = 0 }) => shuntMw / baseMva, 'shunt');
    this.shuntB = ofNodes(({ shuntMvar = 0 }) => shuntMvar / baseMva, 'shunt');
    this.sourceVoltage = ofNodes(({ isReference, voltagePu = 1 }) => (isReference ? voltagePu : 0), 'voltage');
    this.sources = [...nodes.keys()].filter((node) => nodes[node]!.isReference);
    this.from = Int32Array.from(branches, ({ from }) => from);
    this.to = Int32Array.from(branches, ({ to }) => to);
    this.resistance = ofBranches(({ resistancePu }) => resistancePu, 'resistance');
    this.reactance = ofBranches(
      ({ reactancePu, hasZeroReactance }) => (hasZeroReactance ? 0 : reactancePu),
      'reactance',
    );
    this.tapRe = ofBranches(({ tapRatio, shiftRad }) => tapRatio * Math.cos(shiftRad), 'tap');
    this.tapIm = ofBranches(({ tapRatio, shiftRad }) => tapRatio * Math.sin(shiftRad), 'tap');
    this.halfG = ofBranches(({ conductancePu = 0 }) => conductancePu / 2, 'conductance');
    this.halfB = ofBranches(({ susceptancePu }) => susceptancePu / 2, 'susceptance');
    this.hasTaps = branches.some(({ tapRatio, shiftRad }) => tapRatio !== 1 || shiftRad !== 0);
    this.hasCharging = [...this.halfG.keys()].some((branch) => this.halfG[branch] !== 0 || this.halfB[branch] !== 0);
    for (const { id, tapRatio } of branches)
      if (!(tapRatio > 0)) throw new Error(`branch ${id} has the tap ratio ${tapRatio}: give one above 0`);
    if (this.sources.length === 0)
      throw new Error('no node is a source: mark those that feed the network as reference (type 3 in MATPOWER)');
  }

  /** What is in service in the network as it was given. */
  closed(): Closed {
    return Uint8Array.from(this.model.branches, ({ inService, from, to }) => (inService && from !== to ? 1 : 0));
  }

  /** Row (from 1) and id, for messages. */
  nameOf(branch: number): string {
    return `${this.model.branches[branch]!.id} (row ${branch + 1})`;
  }
}

function checked<T extends { id: string }>(
  list: readonly T[],
  value: (element: T) => number,
  problem: (id: string) => string,
): Float64Array {
  return Float64Array.from(list, (element) => {
    const number = value(element);
    if (Number.isFinite(number)) return number;
    throw new Error(problem(element.id));
  });
}
