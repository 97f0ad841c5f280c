import {
  type AcNetwork,
  flowOf,
  type LimitSettings,
  operatingLimits,
  RadialSweep,
  type RadialTree,
} from '../power-flow';
import { TOLERANCE_PU } from '../power-flow/radial';
import type { NetworkFlow } from './network-flow';

/** AC power flow of a network that is radial as it is in service. @throws NotConverged with the residual */
export function acFlow(network: AcNetwork, tree: RadialTree, settings: LimitSettings): NetworkFlow {
  const { model, baseMva, sources } = network;
  const sweep = new RadialSweep(network);
  sweep.solve(tree, network.closed(), TOLERANCE_PU);
  const flow = flowOf(network, tree, sweep, operatingLimits(model, settings));
  const generationMw = Float64Array.from(model.nodes, (node) => node.generationMw);
  // Beside what its generators were said to feed in, a source supplies what it is short of.
  for (const source of sources)
    generationMw[source]! +=
      baseMva *
      (sweep.voltageRe[source]! * sweep.currentRe[source]! + sweep.voltageIm[source]! * sweep.currentIm[source]!);
  return {
    method: 'ac-radial',
    voltagePu: flow.voltagePu,
    angleRad: flow.angleRad,
    generationMw,
    fromMw: flow.fromMw,
    fromMva: flow.fromMw.map((megawatts, branch) => Math.hypot(megawatts, flow.fromMvar[branch]!)),
    lossKw: flow.fromMw.map((megawatts, branch) => (megawatts + flow.toMw[branch]!) * 1000),
    loadingPercent: flow.loadingPercent,
    feederOf: feedersOf(tree),
    residualPu: flow.residualPu,
    violations: flow.violations,
  };
}

/** Of each branch the one that leaves a source and by which it is fed; −1: open, or dead. */
export function feedersOf({ network, order, orderCount, parent, parentBranch }: RadialTree): Int32Array {
  const feederOf = new Int32Array(network.branchCount).fill(-1);
  for (let at = 0; at < orderCount; at++) {
    const branch = parentBranch[order[at]!]!;
    if (branch < 0) continue;
    const above = parentBranch[parent[order[at]!]!]!;
    feederOf[branch] = above < 0 ? branch : feederOf[above]!;
  }
  return feederOf;
}
