import { SeededRandom } from '../../lib/anomaly/random';
import { adjacencyOf } from '../../lib/network/graph';
import type { NetworkModel } from '../../lib/network/network-model';
import { DcNetwork, lodfColumn } from '../../lib/network/power-flow';
import { propagate, STRESS_MODELS, type StressPropagatorSettings, stressModel } from '../../lib/stress';
import type { Outage } from './outages';

/** How far stress goes: as shipped, and over the whole network. */
export const REACHES = {
  shipped: {},
  wide: { hopLimit: 20, decay: 0.9 },
} satisfies Record<string, Partial<StressPropagatorSettings>>;
export type Reach = keyof typeof REACHES;

/** As the command has it; a case file gives no weights. */
const DEFAULT_WEIGHT = 0.9;
const SEED = 7;

/** Ranks nodes after an outage, higher is more critical; every number is compared with others of the same outage only. */
export type Predictor = (network: NetworkModel, outage: Outage) => Float64Array;

/** The order of a lottery, the same in every run. */
export const byLot: Predictor = ({ nodes }, { branch }) => {
  const random = new SeededRandom(SEED + branch);
  return Float64Array.from(nodes, () => random.unit());
};

/** Nearer to an end of the lost line is more critical. */
export const byHops: Predictor = (network, outage) => {
  const { start, neighbour } = adjacencyOf(outage.after, { mergeParallel: true });
  const { from, to } = network.branches[outage.branch]!;
  const hops = new Float64Array(network.nodes.length).fill(Number.POSITIVE_INFINITY);
  const queue = [from, to];
  for (const end of queue) hops[end] = 0;
  for (const node of queue) {
    for (const next of neighbour.subarray(start[node], start[node + 1])) {
      if (hops[next] !== Number.POSITIVE_INFINITY) continue;
      hops[next] = hops[node]! + 1;
      queue.push(next);
    }
  }
  // What is cut off comes last, and not at −∞, of which differences are no numbers.
  return hops.map((hop) => (hop === Number.POSITIVE_INFINITY ? -hops.length : -hop));
};

/**
 * No propagation: the largest outage factor (LODF) of the lost line among the branches of a node, the most that flows
 * tell before limits are known. Says nothing where the loss splits the network.
 */
export function byOutageFactors(network: NetworkModel): Predictor {
  const dc = new DcNetwork(network);
  return ({ nodes }, { branch }) => {
    const factors = lodfColumn(dc, branch) ?? new Float64Array(dc.from.length);
    const largest = new Float64Array(nodes.length);
    for (const [at, factor] of factors.entries()) {
      if (at === branch) continue;
      for (const node of [dc.from[at]!, dc.to[at]!]) largest[node] = Math.max(largest[node]!, Math.abs(factor));
    }
    return largest;
  };
}

/** The stress that spreads from both ends of the lost line, each stressed by the loading that the line had. */
export const byModel =
  (name: (typeof STRESS_MODELS)[number], reach: Reach): Predictor =>
  ({ nodes, branches }, { branch, loading, after }) => {
    const { from, to } = branches[branch]!;
    const sources = new Map([from, to].map((end) => [nodes[end]!.id, Math.min(1, loading)]));
    const model = stressModel(after, name, { defaultWeight: DEFAULT_WEIGHT });
    const stresses = new Map(propagate(after, model, sources, REACHES[reach]).map(({ id, stress }) => [id, stress]));
    return Float64Array.from(nodes, ({ id }) => stresses.get(id) ?? 0);
  };

/** All that are compared, by the name that they have in tables. */
export function predictors(network: NetworkModel): Map<string, Predictor> {
  const models = (Object.keys(REACHES) as Reach[]).flatMap((reach) =>
    STRESS_MODELS.map((name): [string, Predictor] => [nameOf(name, reach), byModel(name, reach)]),
  );
  return new Map<string, Predictor>([
    ['random order', byLot],
    ['hop distance', byHops],
    ...models,
    ['outage factors', byOutageFactors(network)],
  ]);
}

export const nameOf = (model: string, reach: Reach) => (reach === 'shipped' ? model : `${model}, wide`);
