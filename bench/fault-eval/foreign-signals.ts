import type { Waveform } from '../../lib/messages';
import type { SimulatedEvent } from '../../simulator/waveform';
import { Random } from '../../test/support/random';
import { Dice } from '../../training/faults/dice';
import { NO_SYMMETRIES } from '../../training/faults/symmetry';
import { UNLIKE_KINDS, unlikeWaveform } from '../../training/faults/unlike-waveforms';

/** As many samples and as fast as the records of the public set. */
const RATE_HZ = 10_000;
const SAMPLES = 726;
const NOMINAL_HZ = 60;
/** When something begins, as in a record of an event. */
const ONSET_S = 0.008;

/** Value at a time, phase 0…2, s after the first sample. */
type Signal = (s: number, phase: number) => number;

/** Kinds of signals that no transformer writes, beside those of the training, each with an onset for the change detector. */
const KINDS: Readonly<Record<string, (random: Random) => Signal>> = {
  'square wave of an inverter, 400 Hz to 3 kHz': (random) => {
    const frequency = between(random, 400, 3000);
    return after((s, phase) => Math.sign(Math.sin(2 * Math.PI * (frequency * s - phase / 3))));
  },
  'train of impulses': (random) => {
    const period = between(random, 0.001, 0.004);
    return after((s, phase) => Math.exp(-(((s + (phase * period) / 3) % period) / 0.0001)));
  },
  'direct current in steps': (random) => {
    const steps = Array.from({ length: 10 }, () => between(random, -1, 1));
    return after((s) => steps[Math.floor((s - ONSET_S) / 0.0065)] ?? 0);
  },
  'railway current, 16.7 Hz': (random) => {
    const angle = between(random, 0, 1);
    return after((s, phase) => (phase === 2 ? 0 : 1) * Math.sin(2 * Math.PI * (16.7 * s + angle)));
  },
  'aircraft supply, 400 Hz': (random) => {
    const angle = between(random, 0, 1);
    return after((s, phase) => Math.sin(2 * Math.PI * (400 * s + angle - phase / 3)));
  },
  'speech-like bursts': (random) => {
    const tones = Array.from({ length: 6 }, () => [between(random, 150, 2500), between(random, 0, 1)] as const);
    return after((s) => {
      const swell = Math.sin(2 * Math.PI * 25 * s) ** 2;
      return swell * tones.reduce((sum, [hz, angle]) => sum + Math.sin(2 * Math.PI * (hz * s + angle)), 0);
    });
  },
  'heart beat': (random) => {
    const period = between(random, 0.015, 0.025);
    return after((s, phase) => Math.exp(-((((s % period) - 0.3 * period) / (0.03 * period)) ** 2)) / (1 + phase));
  },
};

/**
 * Records by kind, in A: signals of ours, and what the training has for its card (drawn ones, and known records spoilt by
 * swapped phases, clipping and the like). What counts as unlike was settled with kinds of the latter in view, with none of ours. Equal
 * seeds give equal records.
 *
 * @param events records to spoil
 */
export function foreignRecords(
  events: readonly SimulatedEvent[],
  count: number,
  seed: number,
): Map<string, Waveform[]> {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const ours = Object.keys(KINDS).map((kind) => [kind, numbers.map((i) => ownRecord(kind, i, seed))] as const);
  const theirs = UNLIKE_KINDS.map(
    (kind) => [kind, numbers.map((i) => theirRecord(kind, i, events[i % events.length]!, seed))] as const,
  );
  return new Map([...ours, ...theirs]);
}

function ownRecord(kind: string, number: number, seed: number): Waveform {
  const random = new Random(seed + number * 7919);
  const signal = KINDS[kind]!(random);
  // From a tenth of an ampere to tens of amperes, as real ones.
  const scale = 10 ** between(random, -1, 1.5);
  const phases = [0, 1, 2].map((phase) =>
    Float32Array.from({ length: SAMPLES }, (_, n) => scale * signal(n / RATE_HZ, phase)),
  );
  return waveformOf(`${kind} ${number}`, RATE_HZ, NOMINAL_HZ, phases);
}

function theirRecord(kind: string, number: number, event: SimulatedEvent, seed: number): Waveform {
  const { operate, sampleRateHz, scenario } = event;
  const name = `${kind} ${number}`;
  const frequencyHz = scenario.nominalFrequencyHz;
  const known = {
    name,
    currents: operate,
    sampleRateHz,
    frequencyHz,
    classIndex: -1,
    group: number,
    symmetries: NO_SYMMETRIES,
  };
  const made = unlikeWaveform(kind, known, new Dice(seed, name));
  return waveformOf(name, made.sampleRateHz, frequencyHz, made.currents);
}

function waveformOf(
  id: string,
  sampleRateHz: number,
  nominalFrequencyHz: number,
  phases: readonly Float32Array[],
): Waveform {
  const channels = (['A', 'B', 'C'] as const).map((phase, i) => ({
    name: `I${phase}`,
    phase,
    quantity: 'current' as const,
    unit: 'A',
    role: 'operate' as const,
    samples: phases[i]!,
  }));
  return { id, sampleRateHz, nominalFrequencyHz, channels };
}

const after =
  (signal: Signal): Signal =>
  (s, phase) =>
    s < ONSET_S ? 0 : signal(s, phase);
const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();
