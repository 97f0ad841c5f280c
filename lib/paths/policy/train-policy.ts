import { SeededRandom } from '../../anomaly/random';
import { PolicyNetwork } from './policy-network';
import type { ChoiceLoad, SourceChoice } from './source-choice';

/** So many loads an episode; on a large network others are drawn each time. */
const MOST_LOADS = 64;
/** Of the new episode in the running mean of the rewards of a load. */
const NEWEST = 0.1;

/**
 * Trains a policy by REINFORCE (Williams, Machine Learning 8, 1992): each episode draws a source for each load, is rewarded
 * with −100 · cost per MW of the way, and takes one step of Adam. What a load is usually rewarded with is its baseline,
 * which the original lacks and without which the gradients drown in noise.
 * @returns by how much the cost of all loads with its likeliest choices is above the optimum, as a share of that; at least 0
 */
export function trainPolicy({ sources, loads }: SourceChoice, episodes: number, seed: number): number {
  const random = new SeededRandom(seed);
  const policy = new PolicyNetwork(sources.length, random);
  const usual = new Float64Array(loads.length).fill(Number.NaN);
  for (let episode = 0; episode < episodes; episode++) {
    for (const load of drawn(loads.length, random)) {
      const { state, allowed, cost } = loads[load]!;
      const probabilities = policy.probabilities(state, allowed);
      const choice = draw(probabilities, random);
      const reward = -100 * cost[choice]!;
      const baseline = Number.isNaN(usual[load]!) ? reward : usual[load]!;
      usual[load] = baseline + NEWEST * (reward - baseline);
      policy.learn(probabilities, choice, reward - baseline);
    }
    policy.step();
  }
  return gapOf(loads, (load) => likeliest(policy.probabilities(load.state, load.allowed)));
}

/** By how much choices are dearer than the best ones, as a share of those; at least 0, as those are the least of each load. */
export function gapOf(loads: readonly ChoiceLoad[], choose: (load: ChoiceLoad) => number): number {
  let [chosen, least] = [0, 0];
  for (const load of loads) {
    chosen += load.demandMw * load.cost[choose(load)]!;
    least += load.demandMw * Math.min(...load.cost);
  }
  return least > 0 ? (chosen - least) / least : 0;
}

function drawn(count: number, random: SeededRandom): number[] {
  if (count <= MOST_LOADS) return [...Array(count).keys()];
  return Array.from({ length: MOST_LOADS }, () => random.below(count));
}

function draw(probabilities: Float64Array, random: SeededRandom): number {
  let rest = random.unit();
  for (const [choice, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return choice;
  }
  return likeliest(probabilities);
}

const likeliest = (probabilities: Float64Array) => probabilities.indexOf(Math.max(...probabilities));
