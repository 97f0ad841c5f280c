import type { NetworkModel } from '../network/network-model';
import type { DcNetwork } from '../network/power-flow';
import { Withdrawals } from './withdrawal';

/** Shares that differ by less are equal: rounding must not decide between two ways. */
const ROUNDING = 1e-9;

/** Stress spreads as power does. */
export interface ElectricalModel {
  kind: 'electrical';
  /**
   * Of each branch the share, 0…1, of a megawatt drawn at a source node that flows over it, or with those parallel to it.
   * Costs a solution of the network.
   */
  from(source: number): Float64Array;
}

/**
 * How power reaches a node: |PTDF| of a withdrawal there, see `Withdrawals`. At most the share of the narrowest branch of a
 * way comes from a source to a node; the decay of the settings applies on top, as with the other models.
 * @throws Error that names the branch or node for which there is no DC power flow
 */
export function electricalModel(network: NetworkModel): ElectricalModel {
  const withdrawals = new Withdrawals(network);
  const corridor = corridorsOf(withdrawals.dc);
  const { from: ends, to: otherEnds } = withdrawals.dc;
  const from = (source: number) => {
    const { flowMw } = withdrawals.at(source);
    const together = new Float64Array(flowMw.length);
    for (let branch = 0; branch < corridor.length; branch++)
      together[corridor[branch]!]! += ends[branch]! < otherEnds[branch]! ? flowMw[branch]! : -flowMw[branch]!;
    const shares = new Float64Array(flowMw.length);
    for (let branch = 0; branch < corridor.length; branch++)
      shares[branch] = Math.min(1, rounded(Math.abs(together[corridor[branch]!]!)));
    return shares;
  };
  return { kind: 'electrical', from };
}

const rounded = (share: number) => Math.round(share / ROUNDING) * ROUNDING;

/** Of each branch the first between the same two nodes. */
function corridorsOf({ from, to }: DcNetwork): Int32Array {
  const first = new Map<string, number>();
  return from.map((end, branch) => {
    const ends = `${Math.min(end, to[branch]!)} ${Math.max(end, to[branch]!)}`;
    if (!first.has(ends)) first.set(ends, branch);
    return first.get(ends)!;
  });
}
