import type { DcNetwork } from './dc-network';
import { type Balance, balanced, mismatchOf, type NodePower, nodePower } from './power-balance';

export interface DcPowerFlow {
  /** Of each node, rad; 0 at the references. */
  angleRad: Float64Array;
  /** Of each branch, positive from `from` to `to`. */
  flowMw: Float64Array;
  /** Of each node, after balancing. */
  power: NodePower;
  /** Of each island supply less demand before balancing. */
  mismatchMw: number[];
}

/**
 * DC power flow of a network with the load and generation of its nodes.
 * @throws Error that names a node whose load or generation is no number
 */
export function dcPowerFlow(network: DcNetwork, balance: Balance): DcPowerFlow {
  const given = nodePower(network.model);
  const power = balanced(given, network.islands, balance);
  const mismatchMw = network.islands.map((island) => mismatchOf(island, given));
  return { ...solveFlow(network, power), power, mismatchMw };
}

/** Angles and flows for balanced power of the nodes. */
export function solveFlow(network: DcNetwork, { supplyMw, demandMw }: NodePower) {
  const angleRad = network.angles(
    supplyMw.map((supply, node) => supply - demandMw[node]!),
    true,
  );
  return { angleRad, flowMw: network.flows(angleRad, true) };
}
