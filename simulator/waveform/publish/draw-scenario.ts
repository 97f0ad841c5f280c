import { hashName, RandomStreams } from '../../random';
import type { FaultScenario } from '../event';
import { sweep } from '../sweep';

/**
 * The event with a number in an endless series: its label one of some, the rest from the grid of the sweeps. The same
 * arguments give the same event.
 */
export function drawScenario(
  labels: readonly string[],
  nominalFrequencyHz: 50 | 60,
  seed: number,
  number: number,
): FaultScenario {
  const label = labels[Math.floor(new RandomStreams(seed, [`label/${number}`]).unit(0) * labels.length)]!;
  return sweep({ seed: hashName(seed, `live/${number}`), perLabel: 1, labels: [label], nominalFrequencyHz })[0]!;
}
