import type { NetworkModel } from '../../lib/network/network-model';
import { kendallTau } from '../../lib/stress/kendall';
import { type Limits, outagesOf, scaled } from './outages';
import { precisionAt } from './precision';
import { predictors } from './prediction';

export const TOP = 10;

/** How well one predictor did, one number an outage. */
export interface Scores {
  tau: number[];
  precision: number[];
}

export interface Arm {
  load: number;
  limits: Limits;
  /** Of each outage whether branches tripped, or load was lost. */
  hasCascade: boolean[];
  trips: number[];
  lostShare: number[];
  /** By predictor, in two readings of what is critical. */
  rise: Map<string, Scores>;
  level: Map<string, Scores>;
}

/** Every predictor on every outage of a case at one load and one choice of limits. */
export function armOf(network: NetworkModel, load: number, limits: Limits): Arm {
  const all = predictors(scaled(network, load));
  const newScores = () => new Map([...all.keys()].map((name): [string, Scores] => [name, { tau: [], precision: [] }]));
  const arm: Arm = { load, limits, hasCascade: [], trips: [], lostShare: [], rise: newScores(), level: newScores() };
  for (const outage of outagesOf(network, load, limits)) {
    const { from, to } = network.branches[outage.branch]!;
    // The two ends of the lost line are told to everyone.
    const asked = [...network.nodes.keys()].filter((node) => node !== from && node !== to);
    arm.hasCascade.push(outage.trips > 0 || outage.lostShare > 0);
    arm.trips.push(outage.trips);
    arm.lostShare.push(outage.lostShare);
    const truths = (['rise', 'level'] as const).map((reading) => ({
      reading,
      truth: asked.map((node) => outage.critical[reading][node]!),
    }));
    for (const [name, predictor] of all) {
      const predicted = predictor(network, outage);
      const score = asked.map((node) => predicted[node]!);
      for (const { reading, truth } of truths) {
        const scores = arm[reading].get(name)!;
        scores.tau.push(kendallTau(score, truth));
        scores.precision.push(precisionAt(TOP, score, truth));
      }
    }
  }
  return arm;
}
