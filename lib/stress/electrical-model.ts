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
    for (const [branch, first] of corridor.entries())
      together[first]! += ends[branch]! < otherEnds[branch]! ? flowMw[branch]! : -flowMw[branch]!;
    return Float64Array.from(corridor, (first) => Math.min(1, rounded(Math.abs(together[first]!))));
  };
  return { kind: 'electrical', from };
}

const rounded = (share: number) => Math.round(share / ROUNDING) * ROUNDING;

/** Of each branch the first between the same two nodes. */
function corridorsOf({ from, to }: DcNetwork): Int32Array {
  const first = new Map<string, number>();
  return from.map((_, branch) => {
    const ends = `${Math.min(from[branch]!, to[branch]!)} ${Math.max(from[branch]!, to[branch]!)}`;
    if (!first.has(ends)) first.set(ends, branch);
    return first.get(ends)!;
  });
}
