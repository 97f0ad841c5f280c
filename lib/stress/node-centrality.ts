import { betweenness, closenessCentrality, degreeCentrality, eigenvectorCentrality } from '../network/centrality';
import { adjacencyOf } from '../network/graph';
import type { NetworkModel } from '../network/network-model';
import { Withdrawals } from './withdrawal';

export const CENTRALITY_MEASURES = ['degree', 'betweenness', 'closeness', 'eigenvector', 'electrical'] as const;
export type CentralityMeasure = (typeof CENTRALITY_MEASURES)[number];

/**
 * A centrality of every node over the branches in service, parallel ones merged. degree: neighbours/(n − 1); betweenness:
 * pairs counted once, not normalised; closeness: Wasserman and Faust; eigenvector: of length 1; electrical: see
 * `electricalCentrality`. betweenness, closeness and electrical take seconds to minutes for 10,000 nodes.
 * @throws Error that says why the network has no such measure
 */
export function nodeCentrality(network: NetworkModel, measure: CentralityMeasure): Float64Array {
  if (measure === 'electrical') return electricalCentrality(network);
  const merged = adjacencyOf(network, { mergeParallel: true });
  if (measure === 'degree') return degreeCentrality(merged);
  if (measure === 'betweenness') return betweenness(merged);
  return measure === 'closeness' ? closenessCentrality(merged) : eigenvectorCentrality(merged);
}

/** Pairs of other nodes that a node can lie between: by that, betweenness is a share. */
export const pairsOfOthers = (nodeCount: number): number => Math.max(1, ((nodeCount - 1) * (nodeCount - 2)) / 2);

/**
 * Share, 0…1, of a megawatt drawn by the demands of other nodes (each by its size; without demand all alike) that passes
 * a node or is fed in there, mean over these demands: a betweenness in which power flows as it does and not on shortest
 * ways. After Bompard, Wu and Xue, IET Generation, Transmission & Distribution 4, 2010 ("extended betweenness").
 */
function electricalCentrality(network: NetworkModel): Float64Array {
  const withdrawals = new Withdrawals(network);
  const { from, to } = withdrawals.dc;
  const { demandMw } = withdrawals.power;
  const nodeCount = network.nodes.length;
  const weights = demandMw.some((demand) => demand > 0) ? demandMw : new Float64Array(nodeCount).fill(1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const passing = new Float64Array(nodeCount);
  for (const [node, weight] of weights.entries()) {
    if (weight === 0) continue;
    const { injectionMw, flowMw } = withdrawals.at(node);
    const half = weight / 2;
    for (let other = 0; other < nodeCount; other++)
      if (other !== node) passing[other]! += half * Math.abs(injectionMw[other]!);
    for (let branch = 0; branch < flowMw.length; branch++) {
      const flow = half * Math.abs(flowMw[branch]!);
      if (from[branch] !== node) passing[from[branch]!]! += flow;
      if (to[branch] !== node) passing[to[branch]!]! += flow;
    }
  }
  return passing.map((sum, node) => (total > weights[node]! ? sum / (total - weights[node]!) : 0));
}
