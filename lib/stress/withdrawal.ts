import type { NetworkModel } from '../network/network-model';
import { DcNetwork, type NodePower, nodePower } from '../network/power-flow';

/** What changes in a network when a node draws 1 MW more. */
export interface Withdrawal {
  /** Of each node, MW; 0 everywhere when the node is alone. */
  injectionMw: Float64Array;
  /** Of each branch, MW, positive from `from` to `to`. */
  flowMw: Float64Array;
}

/**
 * PTDF of withdrawals: 1 MW drawn at a node, which the other sources of its island supply in proportion to their
 * generation. Where there are none the other demands give way in proportion, and where there are none either, all other
 * nodes alike (a network of which only the shape is known). The network is factored once, a node costs one solution.
 */
export class Withdrawals {
  readonly dc: DcNetwork;
  readonly power: NodePower;

  /** @throws Error that names the branch or node for which there is no DC power flow */
  constructor(network: NetworkModel) {
    this.dc = new DcNetwork(network);
    this.power = nodePower(network);
  }

  at(node: number): Withdrawal {
    const { dc } = this;
    const injectionMw = this.balanced(node);
    return { injectionMw, flowMw: dc.flows(dc.angles(injectionMw, false), false) };
  }

  private balanced(node: number): Float64Array {
    const { islands, islandOf } = this.dc;
    const { supplyMw, demandMw } = this.power;
    const injectionMw = new Float64Array(supplyMw.length);
    const { nodes } = islands[islandOf[node]!]!;
    if (nodes.length === 1) return injectionMw;
    for (const powers of [supplyMw, demandMw, new Float64Array(supplyMw.length).fill(1)]) {
      let sum = 0;
      for (const other of nodes) sum += other === node ? 0 : powers[other]!;
      if (sum === 0) continue;
      for (const other of nodes) injectionMw[other] = powers[other]! / sum;
      break;
    }
    injectionMw[node] = -1;
    return injectionMw;
  }
}
