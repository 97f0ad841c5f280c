import type { NetworkModel } from '../network/network-model';
import type { DcNetwork } from '../network/power-flow';
import { Withdrawals } from './withdrawal';

/** Shares that differ by less are equal: rounding must not decide between two ways. */
const ROUNDING = 1e-9;

/** Stress spreads as power does. */
export interface ElectricalModel {
  kind: 'electrical';
  /**
   * Of each given branch the share, 0…1, of a megawatt drawn at a source node that flows over it, or with those parallel
   * to it. Costs little where the branches lie near the source.
   */
  from(source: number, branches: ArrayLike<number>): Float64Array;
}

/**
 * How power reaches a node: |PTDF| of a withdrawal there, see `Withdrawals`. At most the share of the narrowest branch of a
 * way comes from a source to a node; the decay of the settings applies on top, as with the other models.
 * @throws Error that names the branch or node for which there is no DC power flow
 */
export function electricalModel(network: NetworkModel): ElectricalModel {
  const withdrawals = new Withdrawals(network);
  const { from: ends, to: otherEnds } = withdrawals.dc;
  const corridorMw = corridorsOf(withdrawals.dc);
  const from = (source: number, branches: ArrayLike<number>) => {
    const nodes = new Int32Array(2 * branches.length);
    for (let i = 0; i < branches.length; i++) {
      nodes[2 * i] = ends[branches[i]!]!;
      nodes[2 * i + 1] = otherEnds[branches[i]!]!;
    }
    const angles = withdrawals.anglesAt(source, nodes);
    return Float64Array.from(branches, (branch, i) =>
      Math.min(1, rounded(Math.abs(corridorMw[branch]! * (angles[2 * i]! - angles[2 * i + 1]!)))),
    );
  };
  return { kind: 'electrical', from };
}

const rounded = (share: number) => Math.round(share / ROUNDING) * ROUNDING;

/** Of each branch the megawatts a radian of all between the same two nodes. */
function corridorsOf({ from, to, susceptanceMw }: DcNetwork): Float64Array {
  const together = new Map<string, number>();
  const key = (branch: number) => `${Math.min(from[branch]!, to[branch]!)} ${Math.max(from[branch]!, to[branch]!)}`;
  for (const [branch, megawatts] of susceptanceMw.entries())
    together.set(key(branch), (together.get(key(branch)) ?? 0) + megawatts);
  return susceptanceMw.map((_, branch) => together.get(key(branch))!);
}
