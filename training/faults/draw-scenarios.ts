import { hashName } from '../../simulator/random';
import { type FaultScenario, sweep } from '../../simulator/waveform';
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

/**
 * Scenarios of the simulator's sweep that belong to one part of the split, equally many of each label. Same options, same
 * scenarios; a longer draw begins like a shorter one.
 */
export function drawScenarios({ part, seed, nominalFrequencyHz = 60, ...options }: DrawOptions): FaultScenario[] {
  return sweep({
    ...options,
    nominalFrequencyHz,
    seed: hashName(seed, `${part} ${nominalFrequencyHz}`),
    accept: (scenario) => partOf(scenario) === part,
  });
}
