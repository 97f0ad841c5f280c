import type { FaultScenario, SimulatedEvent } from '../../../../simulator/waveform/event';
import { Random } from '../../../support/random';

export const SCENARIO: FaultScenario = {
  label: 'transient_ferroresonance',
  phase: 0,
  windingShare: 0.5,
  turnsShare: 0.2,
  faultResistanceOhm: 0.5,
  side: 'primary',
  inception: 3,
  shift: 'forward',
  tap: 1,
  nominalFrequencyHz: 60,
  seed: 1,
};

/** An event of random samples, from a thousandth of an ampere to hundreds; no physics. */
export function madeEvent(samples = 726): SimulatedEvent {
  const random = new Random(7);
  const phase = () =>
    Float32Array.from({ length: samples }, () => (random.next() - 0.5) * 10 ** (6 * random.next() - 3));
  return {
    scenario: SCENARIO,
    sampleRateHz: 10_000,
    operate: [phase(), phase(), phase()],
    restraint: [phase(), phase(), phase()],
    inceptionMs: 8.14,
    clearingMs: 58.14,
  };
}
