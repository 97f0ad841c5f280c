import type { NetworkModel } from '../network-model';

/** What DC power flow knows of the branches; 0 for those that are out or join a node to itself. */
export interface BranchConstants {
  /** MW for each radian between the ends: base power/(reactance · tap ratio). */
  susceptanceMw: Float64Array;
  shiftRad: Float64Array;
}

/** @throws Error that names the branch whose reactance, tap ratio or shift can't be reckoned with */
export function branchConstants({ baseMva, branches }: NetworkModel): BranchConstants {
  if (!(Number.isFinite(baseMva) && baseMva > 0))
    throw new Error(`base power ${baseMva} MVA: give the positive base of the per-unit values`);
  const susceptanceMw = new Float64Array(branches.length);
  const shifts = new Float64Array(branches.length);
  for (const [at, { id, from, to, inService, reactancePu, tapRatio, shiftRad }] of branches.entries()) {
    if (!inService || from === to) continue;
    if (!Number.isFinite(reactancePu) || reactancePu === 0)
      throw new Error(`branch ${id} has the reactance ${reactancePu} p.u.: give one that is not 0, or merge its nodes`);
    if (!(Number.isFinite(tapRatio) && tapRatio > 0))
      throw new Error(`branch ${id} has the tap ratio ${tapRatio}: give a positive one, 1 where there is no tap`);
    if (!Number.isFinite(shiftRad)) throw new Error(`branch ${id} has the phase shift ${shiftRad}: give radians`);
    susceptanceMw[at] = baseMva / (reactancePu * tapRatio);
    shifts[at] = shiftRad;
  }
  return { susceptanceMw, shiftRad: shifts };
}
