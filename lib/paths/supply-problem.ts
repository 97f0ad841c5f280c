import type { NetworkModel } from '../network/network-model';
import type { PathGrid } from './path-grid';

/** Who is to be supplied by whom over which lines at which cost; arrays of lines or of nodes, power in MW. */
export interface SupplyProblem {
  from: Int32Array;
  to: Int32Array;
  /** The cost of f MW on a line in either direction is linear · |f| + quadratic · f². */
  linear: Float64Array;
  quadratic: Float64Array;
  /** Infinity: unlimited. */
  capacityMw: Float64Array;
  /** What each node needs from elsewhere. */
  demandMw: Float64Array;
  /** What each node can give to others; Infinity: unlimited. */
  sourceMw: Float64Array;
}

/** A problem, with the branch of the network that each of its lines is. */
export interface NetworkSupply extends SupplyProblem {
  branch: Int32Array;
  /** Of each node the load that its own generation serves. */
  ownMw: Float64Array;
}

/**
 * The supply of all loads of a network. Generation serves the load of its own node first; what is left over feeds others.
 * References give what is missing, up to their capacity.
 */
export function networkSupply(grid: PathGrid): NetworkSupply {
  const { model, isUsable, riskCost, lossCost, capacityMw } = grid;
  const branch = Int32Array.from([...model.branches.keys()].filter((at) => isUsable[at] === 1));
  const ofLines = (values: Float64Array) => Float64Array.from(branch, (at) => values[at]!);
  const powers = model.nodes.map(nodePowers);
  return {
    branch,
    from: branch.map((at) => model.branches[at]!.from),
    to: branch.map((at) => model.branches[at]!.to),
    linear: ofLines(riskCost),
    quadratic: ofLines(lossCost),
    capacityMw: ofLines(capacityMw),
    demandMw: Float64Array.from(powers, ({ demandMw }) => demandMw),
    sourceMw: Float64Array.from(powers, ({ sourceMw }) => sourceMw),
    ownMw: Float64Array.from(powers, ({ ownMw }) => ownMw),
  };
}

function nodePowers({ isReference, capacityMw, loadMw, generationMw }: NetworkModel['nodes'][number]) {
  const load = Math.max(0, loadMw);
  // A load below 0 feeds in.
  const fed = Math.max(0, generationMw) + Math.max(0, -loadMw);
  const mostMw = isReference ? (capacityMw ?? Number.POSITIVE_INFINITY) : fed;
  const ownMw = Math.min(load, mostMw);
  return { ownMw, demandMw: load - ownMw, sourceMw: mostMw - ownMw };
}
