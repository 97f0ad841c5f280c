import type { NetworkModel } from '../network/network-model';
import { DcNetwork, type NodePower, nodePower } from '../network/power-flow';

/** Sensitivities that differ by less are equal: rounding must not decide between two ways. */
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
 * How power reaches a node: |PTDF| of a withdrawal there that the other sources of its island supply in proportion to
 * their generation; where there are none the other demands give way in proportion, and where there are none either, all
 * other nodes alike (a network of which only the shape is known). Parallel branches count together.
 * @throws Error that names the branch or node for which there is no DC power flow
 */
export function electricalModel(network: NetworkModel): ElectricalModel {
  const dc = new DcNetwork(network);
  const power = nodePower(network);
  const corridor = corridorsOf(dc);
  const from = (source: number) => {
    const flowMw = dc.flows(dc.angles(withdrawal(dc, power, source), false), false);
    const together = new Float64Array(flowMw.length);
    for (const [branch, place] of corridor.entries()) {
      together[place]! += dc.from[branch]! < dc.to[branch]! ? flowMw[branch]! : -flowMw[branch]!;
    }
    return Float64Array.from(corridor, (place) => Math.min(1, rounded(Math.abs(together[place]!))));
  };
  return { kind: 'electrical', from };
}

const rounded = (share: number) => Math.round(share / ROUNDING) * ROUNDING;

/** What each node injects (MW) when one draws 1 MW. */
function withdrawal({ islands, islandOf }: DcNetwork, { supplyMw, demandMw }: NodePower, source: number): Float64Array {
  const injection = new Float64Array(supplyMw.length);
  const others = islands[islandOf[source]!]!.nodes.filter((node) => node !== source);
  if (others.length === 0) return injection;
  const sumOf = (powers: Float64Array) => others.reduce((sum, node) => sum + powers[node]!, 0);
  const balancing =
    [supplyMw, demandMw].find((powers) => sumOf(powers) > 0) ?? new Float64Array(supplyMw.length).fill(1);
  const sum = sumOf(balancing);
  for (const node of others) injection[node] = balancing[node]! / sum;
  injection[source] = -1;
  return injection;
}

/** Of each branch the first between the same two nodes. */
function corridorsOf({ from, to }: DcNetwork): Int32Array {
  const first = new Map<string, number>();
  return from.map((_, branch) => {
    const ends = `${Math.min(from[branch]!, to[branch]!)} ${Math.max(from[branch]!, to[branch]!)}`;
    if (!first.has(ends)) first.set(ends, branch);
    return first.get(ends)!;
  });
}
