/** A place of the network where branches meet. Power is in MW, positive as its name says. */
export interface NetworkNode {
  /** Unique among the nodes. */
  id: string;
  label?: string;
  /** e.g. substation, busbar, generator, load */
  kind?: string;
  /** Position in any plane, or longitude in degrees; with y on all or none. */
  x?: number;
  /** Grows upwards, or latitude in degrees. */
  y?: number;
  nominalKv?: number;
  loadMw: number;
  generationMw: number;
  /** For AC: reactive power drawn and fed in. Absent: 0. */
  loadMvar?: number;
  generationMvar?: number;
  /** What shunts draw, and what they feed in (a capacitor is positive), at 1 p.u.; both go with the square of the voltage. */
  shuntMw?: number;
  shuntMvar?: number;
  /** Most that it can feed in, of a source as well; absent: not known. */
  capacityMw?: number;
  /** That a source holds; absent: 1. */
  voltagePu?: number;
  /** Limits of the voltage, where the file has some. */
  minVoltagePu?: number;
  maxVoltagePu?: number;
  /** Balances what is generated and what is used; its voltage angle is the zero of the others. */
  isReference?: boolean;
}

/** Line, cable, transformer or switch; per unit on the base power of the network and the nominal voltage of its ends. */
export interface NetworkBranch {
  /** Unique among the branches. */
  id: string;
  /** Index of a node, as is `to`; a transformer's tap is at this end. */
  from: number;
  to: number;
  /** e.g. line, transformer, switch, link */
  kind?: string;
  label?: string;
  resistancePu: number;
  reactancePu: number;
  /** The file says 0, with which AC reckons; DC and graph measures reckon with `reactancePu`, which stands in for it. */
  hasZeroReactance?: boolean;
  /** Of the whole branch, half at each end. */
  susceptancePu: number;
  /** Losses that go with the voltage, e.g. of a transformer's core; half at each end. Absent: 0. */
  conductancePu?: number;
  /** Off-nominal, 1 for a line; voltage at `from` over that at `to`, as in MATPOWER. */
  tapRatio: number;
  /** By which the voltage at `to` lags. */
  shiftRad: number;
  /** Null: unlimited or not known. */
  ratingMva: number | null;
  /** False also for an open switch. */
  inService: boolean;
  /** Share of stress that is carried on, 0…1; null: by setting. */
  weight: number | null;
}

/** The network that graph measures and power flows compute on. Branches refer to nodes by index. */
export interface NetworkModel {
  name: string;
  /** Base of the per-unit values. */
  baseMva: number;
  nodes: NetworkNode[];
  branches: NetworkBranch[];
  /**
   * Of each node the indices of its branches, as its neighbours stand in the file that was imported. Absent: in the order
   * of `branches`. Only the walk that is compatible with the original depends on it.
   */
  branchOrder?: number[][];
}
