import { betweenness, closenessCentrality, degreeCentrality, eigenvectorCentrality } from '../network/centrality';
import { type Adjacency, adjacencyOf } from '../network/graph';
import type { NetworkModel } from '../network/network-model';
import { type ElectricalModel, electricalModel } from './electrical-model';
import { seededDraw } from './seeded-draw';
import { centralityFactors, linearFactors, type StressFactors, scaledToOne } from './stress-factors';

/** linear and degree are the original's two, degree under the name centrality. */
export const STRESS_MODELS = ['linear', 'degree', 'betweenness', 'closeness', 'eigenvector', 'electrical'] as const;
export type StressModelName = (typeof STRESS_MODELS)[number];

/** By what a network passes stress on. Factors are plain data and may come from another thread. */
export type StressModel = StressFactors | ElectricalModel;

export interface StressModelSettings {
  /** Of branches without a weight, 0…1. The electrical model uses no weights. */
  defaultWeight: number;
  /** Only linear: draws the sensitivity of each node from 0.8 to 1.2, as the original; without it, it is 1. */
  sensitivitySeed?: number;
}

/** Each 0…1, one a node. */
const CENTRALITIES: Record<Exclude<StressModelName, 'linear' | 'electrical'>, (merged: Adjacency) => Float64Array> = {
  // Degree is that of the original, over n − 1; of the others only the proportions count.
  degree: degreeCentrality,
  betweenness: (merged) => scaledToOne(betweenness(merged)),
  closeness: (merged) => scaledToOne(closenessCentrality(merged)),
  eigenvector: (merged) => scaledToOne(eigenvectorCentrality(merged)),
};

/**
 * One of the models by which stress spreads. The factor of a step is weight of the branch × f of the node reached:
 * linear f = sensitivity; the centralities f = 1 + 0.6·c, parallel branches merged, c scaled so that the largest is 1
 * (degree: over n − 1). electrical: see `electricalModel`. betweenness and closeness take seconds for 10,000 nodes.
 * @throws Error that names a weight out of 0…1, or the part of the network that has no such measure
 */
export function stressModel(
  network: NetworkModel,
  name: StressModelName,
  { defaultWeight, sensitivitySeed }: StressModelSettings,
): StressModel {
  if (name === 'electrical') return electricalModel(network);
  if (name !== 'linear')
    return centralityFactors(network, defaultWeight, CENTRALITIES[name](adjacencyOf(network, { mergeParallel: true })));
  const sensitivity =
    sensitivitySeed === undefined
      ? undefined
      : network.nodes.map(({ id }) => seededDraw(sensitivitySeed, id, LEAST_SENSITIVITY, MOST_SENSITIVITY));
  return linearFactors(network, defaultWeight, sensitivity);
}

const LEAST_SENSITIVITY = 0.8;
const MOST_SENSITIVITY = 1.2;
