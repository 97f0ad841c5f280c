import type { NetworkModel } from '../network/network-model';
import { DcNetwork, type NodePower, nodePower } from '../network/power-flow';

/** What changes in a network when a node draws 1 MW more. */
export interface Withdrawal {
  /** Of each node, MW; 0 everywhere when the node is alone. */
  injectionMw: Float64Array;
  /** Of each branch, MW, positive from `from` to `to`. */
  flowMw: Float64Array;
}

/** Powers of the nodes in proportion to which they may supply what is drawn at another. */
interface Suppliers {
  powers: Float64Array;
  /** Of each island. */
  sums: Float64Array;
  /** When every node injects its power; solved when first asked for. */
  angles?: Float64Array;
}

/**
 * PTDF of withdrawals: 1 MW drawn at a node, which the other sources of its island supply in proportion to their
 * generation. Where there are none the other demands give way in proportion, and where there are none either, all other
 * nodes alike (a network of which only the shape is known). The network is factored once, a node costs one solution, or
 * much less where only what lies near it is asked for.
 */
export class Withdrawals {
  readonly dc: DcNetwork;
  readonly power: NodePower;
  /** In the order in which they are tried. */
  private readonly suppliers: Suppliers[];

  /** @throws Error that names the branch or node for which there is no DC power flow */
  constructor(network: NetworkModel) {
    this.dc = new DcNetwork(network);
    this.power = nodePower(network);
    const { supplyMw, demandMw } = this.power;
    this.suppliers = [supplyMw, demandMw, new Float64Array(supplyMw.length).fill(1)].map((powers) => {
      const sums = new Float64Array(this.dc.islands.length);
      for (const [node, power] of powers.entries()) sums[this.dc.islandOf[node]!]! += power;
      return { powers, sums };
    });
  }

  at(node: number): Withdrawal {
    const { dc } = this;
    const injectionMw = new Float64Array(dc.islandOf.length);
    const { powers, othersMw } = this.suppliersOf(node) ?? {};
    if (powers) {
      for (const other of dc.islands[dc.islandOf[node]!]!.nodes) injectionMw[other] = powers[other]! / othersMw!;
      injectionMw[node] = -1;
    }
    return { injectionMw, flowMw: dc.flows(dc.angles(injectionMw, false), false) };
  }

  /** Angles (rad, but for a constant in each island) at the given nodes of what is drawn at one; 0 in other islands. */
  anglesAt(node: number, nodes: ArrayLike<number>): Float64Array {
    const { dc } = this;
    const island = dc.islandOf[node]!;
    const suppliers = this.suppliersOf(node);
    if (!suppliers) return new Float64Array(nodes.length);
    const { powers, sumMw, othersMw } = suppliers;
    const angles = (suppliers.own.angles ??= dc.angles(powers, false));
    // With b what all of the island supply, 1 MW drawn at s and supplied by the others is (b − sum · e_s)/others.
    return dc.anglesOfOne(node, nodes).map((own, i) => {
      return dc.islandOf[nodes[i]!] === island ? (angles[nodes[i]!]! - sumMw * own) / othersMw : 0;
    });
  }

  private suppliersOf(node: number) {
    const island = this.dc.islandOf[node]!;
    for (const own of this.suppliers) {
      const sumMw = own.sums[island]!;
      const othersMw = sumMw - own.powers[node]!;
      if (othersMw > 0) return { own, powers: own.powers, sumMw, othersMw };
    }
    return undefined;
  }
}
