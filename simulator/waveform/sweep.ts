import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import { hashName } from '../random';
import { drawOf } from './draw';
import type { FaultScenario } from './event';

/** Place of the fault in the winding, from its neutral end. */
const WINDING_SHARES = [0.15, 0.85] as const;
const TURN_SHARES = [0.03, 0.15] as const;
/** Evenly on a logarithmic scale. */
const RESISTANCES_OHM = [0.01, 12] as const;
export const INCEPTIONS = 12;
const TAPS = [0.5, 1] as const;

export interface SweepOptions {
  seed: number;
  /** How many scenarios of each label. */
  perLabel: number;
  /** @default all 45 */
  labels?: readonly string[];
  /** @default 60 */
  nominalFrequencyHz?: 50 | 60;
  /** Which scenarios to take, e.g. those of one part of a split. */
  accept?: (scenario: FaultScenario) => boolean;
}

/** Scenarios are drawn until enough are accepted; when none of so many is, none will be. */
const MOST_DRAWS = 20_000;

/**
 * Scenarios drawn label by label from the ranges of the public set: its inceptions, taps, sides and shifts, and all shares and
 * resistances between its values. The same options give the same scenarios.
 */
export function sweep(options: SweepOptions): FaultScenario[] {
  const { seed, perLabel, nominalFrequencyHz = 60, accept = () => true } = options;
  const labels = options.labels ?? FAULT_CLASSES.map(({ label }) => label);
  return labels.flatMap((label) => {
    const scenarios: FaultScenario[] = [];
    for (let number = 0; scenarios.length < perLabel; number++) {
      if (number - scenarios.length * MOST_DRAWS > MOST_DRAWS) throw new Error(`no scenario of ${label} is accepted`);
      const scenario = scenarioOf(label, hashName(seed, `${label} ${number}`), nominalFrequencyHz);
      if (accept(scenario)) scenarios.push(scenario);
    }
    return scenarios;
  });
}

function scenarioOf(label: string, seed: number, nominalFrequencyHz: 50 | 60): FaultScenario {
  const draw = drawOf(seed);
  const [leastOhm, mostOhm] = RESISTANCES_OHM;
  const pick = <T>(name: string, values: readonly T[]): T => values[Math.floor(draw(name, 0, values.length))]!;
  return {
    label,
    phase: pick('swept phase', [0, 1, 2] as const),
    windingShare: draw('swept share', ...WINDING_SHARES),
    turnsShare: draw('swept turns', ...TURN_SHARES),
    faultResistanceOhm: Math.exp(draw('swept resistance', Math.log(leastOhm), Math.log(mostOhm))),
    side: pick('swept side', ['primary', 'secondary'] as const),
    inception: Math.floor(draw('swept inception', 0, INCEPTIONS)),
    shift: pick('swept shift', ['forward', 'backward'] as const),
    tap: pick('swept tap', TAPS),
    nominalFrequencyHz,
    seed,
  };
}
