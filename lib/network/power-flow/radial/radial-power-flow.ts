import type { NetworkModel } from '../../network-model';
import { AcNetwork, type Closed } from './ac-network';
import { type LimitSettings, type OperatingLimits, operatingLimits } from './operating-limits';
import { RadialSweep } from './radial-sweep';
import { RadialTree } from './radial-tree';

/** Greatest change of a voltage in the last sweep. */
export const TOLERANCE_PU = 1e-10;

/** A limit that is exceeded. */
export interface Violation {
  kind: 'low-voltage' | 'high-voltage' | 'overload' | 'over-capacity';
  /** Of the node or branch. */
  id: string;
  /** p.u., MVA of an overload, MW of a source over its capacity. */
  value: number;
  limit: number;
}

export interface RadialPowerFlow {
  /** Of each node; 0: dead (no source, no power). */
  voltagePu: Float64Array;
  angleRad: Float64Array;
  /** Of each branch, what goes into it at its two ends; 0 when open. */
  fromMw: Float64Array;
  fromMvar: Float64Array;
  toMw: Float64Array;
  toMvar: Float64Array;
  /** Greater apparent power of both ends in percent of the rating; NaN without a rating. */
  loadingPercent: Float64Array;
  lossKw: number;
  lossKvar: number;
  /** Of nodes that are fed and no source. */
  minVoltagePu: number;
  /** Index of the node with it. */
  minVoltageNode: number;
  /** Sum over all sources, with the load at them. */
  supplyMw: number;
  supplyMvar: number;
  violations: Violation[];
  sweeps: number;
  residualPu: number;
}

/**
 * AC power flow of a radial network: each source (reference) feeds a tree of its own. Constant power; generators other
 * than the sources feed in what they are said to and hold no voltage.
 * @param closed one byte a branch, 1: closed; as the network is in service without it
 * @throws NotRadial that names a loop or an island; NotConverged with the residual
 */
export function radialPowerFlow(model: NetworkModel, settings: LimitSettings = {}, closed?: Closed): RadialPowerFlow {
  const network = new AcNetwork(model);
  const state = closed ?? network.closed();
  const tree = new RadialTree(network);
  tree.grow(state);
  const sweep = new RadialSweep(network);
  sweep.solve(tree, state, TOLERANCE_PU);
  return flowOf(network, tree, sweep, operatingLimits(model, settings));
}

/** What a solved sweep means for the nodes and branches of the network. */
export function flowOf(
  network: AcNetwork,
  tree: RadialTree,
  sweep: RadialSweep,
  limits: OperatingLimits,
): RadialPowerFlow {
  const { model, baseMva, nodeCount, branchCount, sources } = network;
  const voltagePu = Float64Array.from({ length: nodeCount }, (_, node) =>
    tree.isFed[node] === 1 ? Math.hypot(sweep.voltageRe[node]!, sweep.voltageIm[node]!) : 0,
  );
  const angleRad = voltagePu.map((_, node) => Math.atan2(sweep.voltageIm[node]!, sweep.voltageRe[node]!));
  const ofBranches = () => new Float64Array(branchCount);
  const ends = { fromMw: ofBranches(), fromMvar: ofBranches(), toMw: ofBranches(), toMvar: ofBranches() };
  const loadingPercent = new Float64Array(branchCount).fill(Number.NaN);
  for (let at = 0; at < tree.orderCount; at++) {
    const node = tree.order[at]!;
    const branch = tree.parentBranch[node]!;
    if (branch < 0) continue;
    setEnds(network, sweep, node, branch, ends);
    const apparent = Math.max(
      Math.hypot(ends.fromMw[branch]!, ends.fromMvar[branch]!),
      Math.hypot(ends.toMw[branch]!, ends.toMvar[branch]!),
    );
    const { ratingMva } = model.branches[branch]!;
    if (ratingMva !== null) loadingPercent[branch] = (100 * apparent) / ratingMva;
  }
  let [minVoltagePu, minVoltageNode] = [Number.POSITIVE_INFINITY, -1];
  for (let node = 0; node < nodeCount; node++) {
    if (tree.isFed[node] === 0 || tree.parent[node]! < 0 || voltagePu[node]! >= minVoltagePu) continue;
    minVoltagePu = voltagePu[node]!;
    minVoltageNode = node;
  }
  let [supplyMw, supplyMvar] = [0, 0];
  for (const source of sources) {
    const [re, im] = [sweep.voltageRe[source]!, sweep.voltageIm[source]!];
    supplyMw += baseMva * (re * sweep.currentRe[source]! + im * sweep.currentIm[source]!);
    supplyMvar += baseMva * (im * sweep.currentRe[source]! - re * sweep.currentIm[source]!);
  }
  return {
    voltagePu,
    angleRad,
    ...ends,
    loadingPercent,
    lossKw: sweep.lossP * baseMva * 1000,
    lossKvar: sweep.lossQ * baseMva * 1000,
    minVoltagePu: minVoltageNode < 0 ? 0 : minVoltagePu,
    minVoltageNode,
    supplyMw,
    supplyMvar,
    violations: [...violationsOf(model, voltagePu, loadingPercent, limits), ...overCapacity(network, sweep, limits)],
    sweeps: sweep.sweeps,
    residualPu: sweep.residualPu,
  };
}

type Ends = Pick<RadialPowerFlow, 'fromMw' | 'fromMvar' | 'toMw' | 'toMvar'>;

/** Powers into a branch, from the series current that it carries to the node that it feeds. */
function setEnds(network: AcNetwork, sweep: RadialSweep, node: number, branch: number, ends: Ends): void {
  const { from, to, tapRe, tapIm, halfG, halfB, baseMva } = network;
  const [tRe, tIm] = [tapRe[branch]!, tapIm[branch]!];
  const square = tRe * tRe + tIm * tIm;
  const [near, far] = [from[branch]!, to[branch]!];
  const { voltageRe, voltageIm, currentRe, currentIm } = sweep;
  // Behind the ideal transformer at `from`: V/t, and conj(t)·I.
  const uRe = (voltageRe[near]! * tRe + voltageIm[near]! * tIm) / square;
  const uIm = (voltageIm[near]! * tRe - voltageRe[near]! * tIm) / square;
  const isDown = far === node;
  const [re, im] = [currentRe[node]!, currentIm[node]!];
  const iRe = isDown ? re : -(tRe * re + tIm * im);
  const iIm = isDown ? im : -(tRe * im - tIm * re);
  const [wRe, wIm] = [voltageRe[far]!, voltageIm[far]!];
  const [uSquare, wSquare] = [uRe * uRe + uIm * uIm, wRe * wRe + wIm * wIm];
  ends.fromMw[branch] = baseMva * (uRe * iRe + uIm * iIm + halfG[branch]! * uSquare);
  ends.fromMvar[branch] = baseMva * (uIm * iRe - uRe * iIm - halfB[branch]! * uSquare);
  ends.toMw[branch] = baseMva * (-wRe * iRe - wIm * iIm + halfG[branch]! * wSquare);
  ends.toMvar[branch] = baseMva * (-wIm * iRe + wRe * iIm - halfB[branch]! * wSquare);
}

/** What a source feeds in: all that it supplies, its own load included. */
export function fedInMw({ baseMva, model }: AcNetwork, sweep: RadialSweep, source: number): number {
  const [re, im] = [sweep.voltageRe[source]!, sweep.voltageIm[source]!];
  // Generation that the file gives at a source is taken off what the sweep supplies there.
  const { generationMw } = model.nodes[source]!;
  return generationMw + baseMva * (re * sweep.currentRe[source]! + im * sweep.currentIm[source]!);
}

/** Rounding alone is no violation. */
const ROUNDING = 1e-9;

function violationsOf(
  { nodes, branches }: NetworkModel,
  voltagePu: Float64Array,
  loadingPercent: Float64Array,
  limits: OperatingLimits,
): Violation[] {
  const found: Violation[] = [];
  for (const [node, { id }] of nodes.entries()) {
    const value = voltagePu[node]!;
    if (value === 0) continue;
    const [min, max] = [limits.minVoltagePu[node]!, limits.maxVoltagePu[node]!];
    if (value < min - ROUNDING) found.push({ kind: 'low-voltage', id, value, limit: min });
    if (value > max + ROUNDING) found.push({ kind: 'high-voltage', id, value, limit: max });
  }
  for (const [branch, { id, ratingMva }] of branches.entries()) {
    const loading = loadingPercent[branch]!;
    if (ratingMva !== null && loading > 100 * (1 + ROUNDING))
      found.push({ kind: 'overload', id, value: (loading * ratingMva) / 100, limit: ratingMva });
  }
  return found;
}

function overCapacity(network: AcNetwork, sweep: RadialSweep, { capacityMw }: OperatingLimits): Violation[] {
  return network.sources.flatMap((source): Violation[] => {
    const [value, limit] = [fedInMw(network, sweep, source), capacityMw[source]!];
    const isWithin = value <= limit + ROUNDING * Math.max(limit, network.baseMva);
    return isWithin ? [] : [{ kind: 'over-capacity', id: network.model.nodes[source]!.id, value, limit }];
  });
}
