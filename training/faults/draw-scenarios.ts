import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { RandomStreams } from '../../simulator/random';
import type { FaultScenario } from '../../simulator/waveform/event';
import { type Part, partOf } from './split';

export interface DrawOptions {
  part: Exclude<Part, 'unused'>;
  /** Scenarios of each label. */
  perLabel: number;
  /** Of FAULT_CLASSES; default all 45. */
  labels?: readonly string[];
  nominalFrequencyHz?: 50 | 60;
  seed: number;
}

/** Bounds about the values of the simulator's sweep. */
const SHARES = [0.15, 0.85] as const;
const RESISTANCES_OHM = [0.01, 10] as const;
const TURNS = [0.04, 0.12] as const;
const TAPS = [0.5, 1] as const;

/**
 * Scenarios of one part of the split, equally many of each label, values drawn evenly (resistances and shorted turns by
 * their logarithm) within the bounds of the sweeps. Same options, same scenarios; a longer draw begins like a shorter one.
 */
export function drawScenarios({ part, perLabel, labels, nominalFrequencyHz = 60, seed }: DrawOptions): FaultScenario[] {
  const names = labels ?? FAULT_CLASSES.map(({ label }) => label);
  const random = new RandomStreams(
    seed,
    names.map((name) => `${part} ${nominalFrequencyHz} ${name}`),
  );
  return names.flatMap((label, stream) =>
    Array.from({ length: perLabel }, () => {
      for (;;) {
        const scenario = draw(random, stream, label, nominalFrequencyHz);
        if (partOf(scenario) === part) return scenario;
      }
    }),
  );
}

function draw(
  random: RandomStreams,
  stream: number,
  label: string,
  nominalFrequencyHz: FaultScenario['nominalFrequencyHz'],
): FaultScenario {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random.unit(stream) * values.length)]!;
  const between = (low: number, high: number) => random.between(stream, low, high);
  const logarithmic = (low: number, high: number) => Math.exp(between(Math.log(low), Math.log(high)));
  return {
    label,
    phase: pick([0, 1, 2] as const),
    windingShare: between(...SHARES),
    turnsShare: logarithmic(...TURNS),
    faultResistanceOhm: logarithmic(...RESISTANCES_OHM),
    side: pick(['primary', 'secondary'] as const),
    inception: Math.floor(between(0, 12)),
    shift: pick(['forward', 'backward'] as const),
    tap: pick(TAPS),
    nominalFrequencyHz,
    seed: random.bits(stream),
  };
}
