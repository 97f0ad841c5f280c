import type { NetworkModel } from '../network-model';
import type { Island } from './islands';

/** Supply and demand that differ by less than this share are equal. */
const ROUNDING = 1e-12;

/** Who takes up what generation and load of an island lack to be equal. */
export type Balance = 'reference' | 'generation';

/** What each node gives and takes, MW, neither negative. */
export interface NodePower {
  supplyMw: Float64Array;
  demandMw: Float64Array;
}

/** Generation and load of each node; negative load counts as supply, negative generation (pumps) as demand. */
export function nodePower({ nodes }: NetworkModel): NodePower {
  for (const { id, loadMw, generationMw } of nodes)
    if (!Number.isFinite(loadMw) || !Number.isFinite(generationMw))
      throw new Error(`node ${id} has load ${loadMw} MW and generation ${generationMw} MW: give numbers`);
  return {
    supplyMw: Float64Array.from(nodes, ({ loadMw, generationMw }) => Math.max(0, generationMw) + Math.max(0, -loadMw)),
    demandMw: Float64Array.from(nodes, ({ loadMw, generationMw }) => Math.max(0, loadMw) + Math.max(0, -generationMw)),
  };
}

/** Supply less demand of an island, MW. */
export function mismatchOf({ nodes }: Island, { supplyMw, demandMw }: NodePower): number {
  let sum = 0;
  for (const node of nodes) sum += supplyMw[node]! - demandMw[node]!;
  return sum;
}

/**
 * The same network with supply equal to demand in every island: `generation` changes all supply of an island by one
 * factor (where it has none, its reference supplies); `reference` lets the island's reference take up the difference.
 */
export function balanced(power: NodePower, islands: readonly Island[], balance: Balance): NodePower {
  const supplyMw = power.supplyMw.slice();
  const demandMw = power.demandMw.slice();
  for (const island of islands) {
    const mismatchMw = mismatchOf(island, power);
    let supply = 0;
    for (const node of island.nodes) supply += supplyMw[node]!;
    if (balance === 'generation' && supply > 0) {
      const factor = (supply - mismatchMw) / supply;
      for (const node of island.nodes) supplyMw[node]! *= factor;
    } else {
      const left = supplyMw[island.reference]! - mismatchMw;
      supplyMw[island.reference] = Math.max(0, left);
      demandMw[island.reference]! += Math.max(0, -left);
    }
  }
  return { supplyMw, demandMw };
}

/**
 * The same network after a disturbance, when nobody raises generation: an island with too much supply lowers all of it
 * by one factor, one with too little sheds all its demand by one factor, one without supply is dark.
 */
export function shed(power: NodePower, islands: readonly Island[]): NodePower {
  const supplyMw = power.supplyMw.slice();
  const demandMw = power.demandMw.slice();
  for (const { nodes } of islands) {
    let [supply, demand] = [0, 0];
    for (const node of nodes) {
      supply += supplyMw[node]!;
      demand += demandMw[node]!;
    }
    if (Math.abs(supply - demand) <= ROUNDING * supply) continue;
    const served = Math.min(supply, demand);
    for (const node of nodes) {
      if (supply > served) supplyMw[node]! *= served / supply;
      if (demand > served) demandMw[node]! *= served / demand;
    }
  }
  return { supplyMw, demandMw };
}
