import type { NetworkModel } from '../network/network-model';
import { DcNetwork, nodePower } from '../network/power-flow';

/** Sensitivities that differ by less are equal: rounding must not decide between two ways. */
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
 * How power reaches a node: |PTDF| of a withdrawal there that the other sources of its island supply in proportion to
 * their generation; where there are none the other demands give way in proportion, and where there are none either, all
 * other nodes alike (a network of which only the shape is known). Parallel branches count together.
 * @throws Error that names the branch or node for which there is no DC power flow
 */
export function electricalModel(network: NetworkModel): ElectricalModel {
  const dc = new DcNetwork(network);
  const balances = balancesOf(dc, network);
  const corridorMw = corridorsOf(dc);
  const from = (source: number, branches: ArrayLike<number>) => {
    const nodes = new Int32Array(2 * branches.length);
    for (let i = 0; i < branches.length; i++) {
      nodes[2 * i] = dc.from[branches[i]!]!;
      nodes[2 * i + 1] = dc.to[branches[i]!]!;
    }
    const island = dc.islandOf[source]!;
    const balance = balances.find(({ powers, sums }) => sums[island]! - powers[source]! > 0);
    if (!balance) return new Float64Array(branches.length);
    const own = dc.anglesOfOne(source, nodes);
    const angles = balance.angles();
    const [sum, others] = [balance.sums[island]!, balance.sums[island]! - balance.powers[source]!];
    // With b what all of the island supply, 1 MW drawn at s and supplied by the others is (b − sum · e_s)/others.
    const angleAt = (i: number) => (angles[nodes[i]!]! - sum * own[i]!) / others;
    return Float64Array.from(branches, (branch, i) => {
      if (dc.islandOf[nodes[2 * i]!] !== island) return 0;
      return Math.min(1, rounded(Math.abs(corridorMw[branch]! * (angleAt(2 * i) - angleAt(2 * i + 1)))));
    });
  };
  return { kind: 'electrical', from };
}

const rounded = (share: number) => Math.round(share / ROUNDING) * ROUNDING;

/** Powers of the nodes that may supply what is drawn at another. */
interface Balance {
  powers: Float64Array;
  /** Of each island. */
  sums: Float64Array;
  /** When every node gives its power; solved when first asked for. */
  angles(): Float64Array;
}

/** In the order in which they are tried. */
function balancesOf(dc: DcNetwork, network: NetworkModel): Balance[] {
  const { supplyMw, demandMw } = nodePower(network);
  return [supplyMw, demandMw, new Float64Array(supplyMw.length).fill(1)].map((powers): Balance => {
    const sums = new Float64Array(dc.islands.length);
    for (const [node, power] of powers.entries()) sums[dc.islandOf[node]!]! += power;
    let angles: Float64Array | undefined;
    return { powers, sums, angles: () => (angles ??= dc.angles(powers, false)) };
  });
}

/** Of each branch the megawatts a radian of all between the same two nodes. */
function corridorsOf({ from, to, susceptanceMw }: DcNetwork): Float64Array {
  const together = new Map<string, number>();
  const key = (branch: number) => `${Math.min(from[branch]!, to[branch]!)} ${Math.max(from[branch]!, to[branch]!)}`;
  for (const [branch, megawatts] of susceptanceMw.entries())
    together.set(key(branch), (together.get(key(branch)) ?? 0) + megawatts);
  return susceptanceMw.map((_, branch) => together.get(key(branch))!);
}
