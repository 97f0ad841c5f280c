import { hashName, RandomStreams } from '../../random';
import type { FaultScenario } from '../event';

/** The values of the published sweeps. */
const SHARES = [0.2, 0.5, 0.8] as const;
const RESISTANCES_OHM = [0.01, 0.5, 10] as const;
const TAPS = [0.5, 1] as const;
const INCEPTIONS = 12;

/** A scenario of a class, drawn from the values of the published sweeps: the same seed and name, the same scenario. */
export function drawScenario(label: string, nominalFrequencyHz: 50 | 60, seed: number, name: string): FaultScenario {
  const random = new RandomStreams(seed, [`scenario/${name}`]);
  const oneOf = <T>(values: readonly T[]) => values[Math.floor(random.unit(0) * values.length)]!;
  return {
    label,
    phase: oneOf([0, 1, 2]),
    windingShare: oneOf(SHARES),
    turnsShare: oneOf(SHARES),
    faultResistanceOhm: oneOf(RESISTANCES_OHM),
    side: oneOf(['primary', 'secondary']),
    inception: Math.floor(random.unit(0) * INCEPTIONS),
    shift: oneOf(['forward', 'backward']),
    tap: oneOf(TAPS),
    nominalFrequencyHz,
    seed: hashName(seed, name),
  };
}

/** One of some labels: the same seed and name, the same label. */
export function drawLabel(labels: readonly string[], seed: number, name: string): string {
  return labels[Math.floor(new RandomStreams(seed, [`label/${name}`]).unit(0) * labels.length)]!;
}
