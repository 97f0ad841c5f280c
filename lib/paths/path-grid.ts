import { type Adjacency, adjacencyOf } from '../network/graph';
import type { NetworkModel } from '../network/network-model';

/** What the costs of lines depend on besides the network. */
export interface PathSettings {
  /** Of the losses against the risk; both above 0 weigh alike when they are equal. */
  lossWeight: number;
  riskWeight: number;
  /** Whether open lines of the kind tie or switch may be closed. */
  usesTies: boolean;
  /** Share of each rating that is kept free, 0…1. */
  margin: number;
  /** Risk by id of a line, 0…1; lines without one count with the mean of the others. */
  risk: ReadonlyMap<string, number>;
  /** Ids of lines that are out whatever the network says. */
  outOfService: ReadonlySet<string>;
}

/** A network as ways see it; arrays hold one value a branch. */
export interface PathGrid {
  model: NetworkModel;
  /** Over the branches that may be used. */
  adjacency: Adjacency;
  isUsable: Uint8Array;
  /** Risk, 0…1, and the part of the cost that it makes, for 1 MW. */
  risk: Float64Array;
  riskCost: Float64Array;
  /** By which the cost of losses grows with the square of the power in MW. */
  lossCost: Float64Array;
  /** For 1 MW in a network at half load: `riskCost`, and the marginal cost of losses at half the typical rating. */
  cost: Float64Array;
  /** Rating less the margin; Infinity where there is none. */
  capacityMw: Float64Array;
}

const CLOSABLE = new Set(['tie', 'switch']);

/** Whether a branch is in use, or may be closed by switching. */
export const isUsable = (
  { id, kind, inService }: NetworkModel['branches'][number],
  { usesTies, outOfService }: Pick<PathSettings, 'usesTies' | 'outOfService'>,
): boolean => !outOfService.has(id) && (inService || (usesTies && CLOSABLE.has(kind ?? '')));

/**
 * The network with a cost for each branch. Losses and risk are each divided by their mean over the usable branches, so
 * that with equal weights neither drowns the other:
 *
 *   cost of f MW = riskWeight · risk / mean risk · |f| + lossWeight · r / mean r · f² / F
 *
 * where F, in MW, is the mean rating; of a network without ratings twice its mean load. At F/2 the marginal cost of losses
 * of a line of mean resistance is `lossWeight`: that is its part in the fixed `cost` by which single ways are compared.
 */
export function pathGrid(model: NetworkModel, settings: PathSettings): PathGrid {
  const { branches } = model;
  const { lossWeight, riskWeight, margin } = settings;
  const count = branches.length;
  const usable = Uint8Array.from(branches, (branch) => (isUsable(branch, settings) ? 1 : 0));
  const chosen = [...branches.keys()].filter((at) => usable[at] === 1);
  const known = chosen.flatMap((at) => settings.risk.get(branches[at]!.id) ?? []);
  const meanRisk = mean(known);
  const risk = Float64Array.from(branches, ({ id }) => settings.risk.get(id) ?? meanRisk);
  const resistance = Float64Array.from(branches, ({ resistancePu }) => Math.max(0, resistancePu));
  const perResistance = share(lossWeight, mean(chosen.map((at) => resistance[at]!)));
  const perRisk = share(riskWeight, mean(chosen.map((at) => risk[at]!)));
  const typicalMw = typicalFlowMw(model, chosen);
  const riskCost = risk.map((value) => value * perRisk);
  const lossCost = resistance.map((value) => (value * perResistance) / typicalMw);
  const capacityMw = new Float64Array(count);
  for (const [at, { ratingMva }] of branches.entries()) {
    capacityMw[at] = ratingMva === null ? Number.POSITIVE_INFINITY : ratingMva * (1 - margin);
  }
  const open = { ...model, branches: branches.map((branch, at) => ({ ...branch, inService: usable[at] === 1 })) };
  return {
    model,
    adjacency: adjacencyOf(open, { mergeParallel: false }),
    isUsable: usable,
    risk,
    riskCost,
    lossCost,
    cost: riskCost.map((value, at) => value + lossCost[at]! * typicalMw),
    capacityMw,
  };
}

/** Losses of a branch, with the voltage at its nominal value. */
export const branchLossKw = ({ baseMva, branches }: NetworkModel, branch: number, flowMw: number): number =>
  (1000 * Math.max(0, branches[branch]!.resistancePu) * flowMw ** 2) / baseMva;

function typicalFlowMw({ branches, nodes }: NetworkModel, chosen: readonly number[]): number {
  const rating = mean(chosen.flatMap((at) => branches[at]!.ratingMva ?? []));
  if (rating > 0) return rating;
  return 2 * mean(nodes.flatMap(({ loadMw }) => (loadMw > 0 ? loadMw : []))) || 1;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const share = (weight: number, of: number) => (of > 0 ? weight / of : 0);
