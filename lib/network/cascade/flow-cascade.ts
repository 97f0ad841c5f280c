import type { NetworkModel } from '../network-model';
import { type Balance, DcNetwork, dcPowerFlow } from '../power-flow';
import { type Method, OutageState } from './outage-state';
import { parentsOf } from './parents';

/** A flow above its rating by less than this share is rounding. */
const ROUNDING = 1e-9;

/** What is taken out: indices of branches and nodes. */
export interface Removal {
  branches: readonly number[];
  nodes: readonly number[];
}

export interface Trip {
  branch: number;
  /** What it carried when it went. */
  flowMw: number;
  ratingMw: number;
  /** Branches of the wave before that made it go, the strongest first. */
  parents: number[];
}

export interface Wave {
  /** Ascending by branch; all go at once. */
  trips: Trip[];
  /** Load lost with this wave: of nodes taken out and shed for balance. */
  lostMw: number;
  /** How the flows after it were found. */
  method: Method;
}

export interface FlowCascade {
  /** First what was taken out, then wave after wave of overloads; the last leaves none. */
  waves: Wave[];
  /** Of each branch at the end. */
  flowMw: Float64Array;
  /** Of each node at the end. */
  demandMw: Float64Array;
  lostMw: number;
  /** Share of the load at the start. */
  lostShare: number;
}

export interface CascadeSettings {
  /** Who balances the base case; see `balanced`. */
  balance: Balance;
  /** How much each branch may carry; see `branchRatings`. */
  ratingMw: Float64Array;
}

/**
 * What follows when parts of a network go: flows shift (DC power flow), every branch above its rating goes at once, and
 * so on until none is. One branch that leaves the network whole is followed by outage factors, anything else by a new
 * solution. A node goes with its branches, load and generation. Nobody raises generation: each island lowers supply or
 * sheds load in proportion until they are equal, an island without supply is dark.
 *
 * The base case is factored once for all removals; what is overloaded in it already goes with the first wave.
 */
export class CascadeStudy {
  readonly base: OutageState;
  private readonly ratingMw: Float64Array;

  /** @throws Error when the network has no DC power flow, or ratings are missing or negative */
  constructor(model: NetworkModel, { balance, ratingMw }: CascadeSettings) {
    for (const [at, { id }] of model.branches.entries())
      if (!(ratingMw[at]! >= 0)) throw new Error(`branch ${id} has the rating ${ratingMw[at]} MW: give 0 or more`);
    const network = new DcNetwork(model);
    const { power, flowMw } = dcPowerFlow(network, balance);
    this.base = new OutageState(model, power, flowMw, 'solve', network);
    this.ratingMw = ratingMw;
  }

  /**
   * @param withParents false saves the time to find them: a solution for each branch that goes
   * @throws Error when a branch or node isn't there
   */
  follow(removal: Removal, withParents = true): FlowCascade {
    const waves: Wave[] = [];
    const nodes = [...new Set(removal.nodes)];
    let state = this.base;
    let trips = this.firstTrips(removal);
    for (let gone = nodes; trips.length > 0 || gone.length > 0; gone = []) {
      const branches = trips.map(({ branch }) => branch);
      const next = state.without(branches, gone);
      waves.push({ trips, lostMw: Math.max(0, state.servedMw - next.servedMw), method: next.method });
      trips = this.overloads(state, next, withParents ? branches : []);
      state = next;
    }
    const [before, after] = [this.base.servedMw, state.servedMw];
    const lostMw = Math.max(0, before - after);
    const lostShare = before > 0 ? lostMw / before : 0;
    return { waves, flowMw: state.flowMw, demandMw: state.power.demandMw, lostMw, lostShare };
  }

  private firstTrips({ branches, nodes }: Removal): Trip[] {
    const { model, flowMw } = this.base;
    for (const [what, given, count] of [
      ['branch', branches, model.branches.length],
      ['node', nodes, model.nodes.length],
    ] as const)
      for (const index of given)
        if (!Number.isInteger(index) || index < 0 || index >= count)
          throw new Error(`${what} ${index} can't be taken out: give an index from 0 to ${count - 1}`);
    const taken = new Set(branches);
    const goneNodes = new Set(nodes);
    return [...model.branches.entries()]
      .filter(([at, { from, to, inService }]) => {
        return inService && from !== to && (taken.has(at) || goneNodes.has(from) || goneNodes.has(to));
      })
      .map(([branch]) => ({ branch, flowMw: flowMw[branch]!, ratingMw: this.ratingMw[branch]!, parents: [] }));
  }

  private overloads(before: OutageState, after: OutageState, wave: readonly number[]): Trip[] {
    const { flowMw } = after;
    const overloaded = [...flowMw.keys()].filter((at) => Math.abs(flowMw[at]!) > this.ratingMw[at]! * (1 + ROUNDING));
    const parents = parentsOf(before, after, wave, overloaded, this.ratingMw);
    return overloaded.map((branch, at) => {
      return { branch, flowMw: flowMw[branch]!, ratingMw: this.ratingMw[branch]!, parents: parents[at]! };
    });
  }
}
