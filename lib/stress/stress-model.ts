import type { NetworkModel } from '../network/network-model';
import { type ElectricalModel, electricalModel } from './electrical-model';
import { nodeCentrality } from './node-centrality';
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

const LEAST_SENSITIVITY = 0.8;
const MOST_SENSITIVITY = 1.2;

/**
 * One of the models by which stress spreads. The factor of a step is weight of the branch × f of the node reached:
 * linear f = sensitivity; the centralities f = 1 + 0.6·c, parallel branches merged, c scaled so that the largest is 1
 * (degree as the original: over n − 1). electrical: see `electricalModel`. betweenness and closeness take seconds for
 * 10,000 nodes.
 * @throws Error that names a weight out of 0…1, or the part of the network that has no such measure
 */
export function stressModel(
  network: NetworkModel,
  name: StressModelName,
  { defaultWeight, sensitivitySeed }: StressModelSettings,
): StressModel {
  if (name === 'electrical') return electricalModel(network);
  if (name === 'linear') return linearFactors(network, defaultWeight, sensitivities(network, sensitivitySeed));
  const centrality = nodeCentrality(network, name);
  return centralityFactors(network, defaultWeight, name === 'degree' ? centrality : scaledToOne(centrality));
}

function sensitivities({ nodes }: NetworkModel, seed: number | undefined): number[] | undefined {
  if (seed === undefined) return undefined;
  return nodes.map(({ id }) => seededDraw(seed, id, LEAST_SENSITIVITY, MOST_SENSITIVITY));
}
