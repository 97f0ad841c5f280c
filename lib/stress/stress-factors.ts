import type { NetworkModel } from '../network/network-model';
import type { StressGraph } from './stress-graph';

/** What is left of a stress after one step: that of the branch times that of the node that is reached. */
export interface StressFactors {
  kind: 'factors';
  /** One a branch. */
  branch: Float64Array;
  /** One a node. */
  node: Float64Array;
}

/** By how much a central node takes more than one at the edge (the original's 0.6). */
const CENTRALITY_GAIN = 0.6;

const MOST_FACTOR = 1000;

/**
 * The original's linear model: weight of the branch, sensitivity of the node.
 * @param defaultWeight for branches without one, 0…1
 * @param sensitivity one a node, 0 or more; absent: 1 everywhere
 */
export function linearFactors(
  network: NetworkModel,
  defaultWeight: number,
  sensitivity?: ArrayLike<number>,
): StressFactors {
  const node = sensitivity
    ? checked(sensitivity, network.nodes.length, MOST_FACTOR, 'sensitivity')
    : new Float64Array(network.nodes.length).fill(1);
  return { kind: 'factors', branch: weightsOf(network, defaultWeight), node };
}

/**
 * A node takes more the more central it is: f = 1 + 0.6·c. With degree/(n − 1) for c it is the original's second model.
 * @param centrality of each node, 0…1; `scaledToOne` brings measures of other ranges there
 */
export function centralityFactors(
  network: NetworkModel,
  defaultWeight: number,
  centrality: ArrayLike<number>,
): StressFactors {
  const node = checked(centrality, network.nodes.length, 1, 'centrality').map((c) => 1 + CENTRALITY_GAIN * c);
  return { kind: 'factors', branch: weightsOf(network, defaultWeight), node };
}

/** Values of 0 or more over the largest of them; all 0 stay so. @throws Error for a value that is none */
export function scaledToOne(values: ArrayLike<number>): Float64Array {
  const all = checked(values, values.length, Number.MAX_VALUE, 'value');
  const largest = all.reduce((most, value) => Math.max(most, value), 0);
  return largest === 0 ? all : all.map((value) => value / largest);
}

/** The factor of each step of a graph, in the order of its steps. */
export function stepFactors({ neighbour, branch }: StressGraph, factors: StressFactors): Float64Array {
  const steps = new Float64Array(neighbour.length);
  for (let step = 0; step < steps.length; step++) {
    steps[step] = factors.branch[branch[step]!]! * factors.node[neighbour[step]!]!;
  }
  return steps;
}

function weightsOf({ branches }: NetworkModel, defaultWeight: number): Float64Array {
  const weights = branches.map(({ weight }) => weight ?? defaultWeight);
  return checked(weights, branches.length, 1, 'weight');
}

function checked(values: ArrayLike<number>, length: number, most: number, name: string): Float64Array {
  if (values.length !== length) throw new Error(`${name}: ${values.length} values for ${length}: give one for each`);
  const all = Float64Array.from(values);
  const bad = all.findIndex((value) => !(value >= 0 && value <= most));
  if (bad >= 0) throw new Error(`${name}[${bad}] is ${all[bad]}: give a number from 0 to ${most}`);
  return all;
}
