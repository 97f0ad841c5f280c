import type { Waveform } from '../../lib/messages';
import { Random } from '../../test/support/random';

/** As many samples and as fast as the records of the public set. */
const RATE_HZ = 10_000;
const SAMPLES = 726;
const NOMINAL_HZ = 60;
/** When something begins, as in a record of an event. */
const ONSET_S = 0.008;

/** Value at a time, phase 0…2, s after the first sample. */
type Signal = (s: number, phase: number) => number;

/**
 * Kinds of signals that no transformer writes, each with an onset that a change detector finds. None is among those that
 * the limit of unlikeness was set with.
 */
export const FOREIGN_KINDS: Readonly<Record<string, (random: Random) => Signal>> = {
  'white noise': (random) => {
    const levels = [0.01, between(random, 1, 3)];
    return (s) => levels[s < ONSET_S ? 0 : 1]! * normal(random);
  },
  'square wave of an inverter, 400 Hz to 3 kHz': (random) => {
    const frequency = between(random, 400, 3000);
    return after((s, phase) => Math.sign(Math.sin(2 * Math.PI * (frequency * s - phase / 3))));
  },
  'chirp, 20 Hz to 4 kHz': (random) => {
    const sweep = between(random, 20_000, 60_000);
    return after((s, phase) => Math.sin(2 * Math.PI * (20 * s + (sweep / 2) * s * s - phase / 3)));
  },
  'train of impulses': (random) => {
    const period = between(random, 0.001, 0.004);
    return after((s, phase) => Math.exp(-(((s + (phase * period) / 3) % period) / 0.0001)));
  },
  'random walk': (random) => {
    const at = [0, 0, 0];
    const step = between(random, 0.02, 0.1);
    return after((_, phase) => {
      at[phase]! += step * normal(random);
      return at[phase]!;
    });
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

/** `count` records of a kind, in A. Equal seeds give equal records. */
export function foreignRecords(kind: string, count: number, seed: number): Waveform[] {
  return Array.from({ length: count }, (_, i) => {
    const random = new Random(seed + i * 7919);
    const signal = FOREIGN_KINDS[kind]!(random);
    // From a tenth of an ampere to tens of amperes, as real ones.
    const scale = 10 ** between(random, -1, 1.5);
    return {
      id: `${kind} ${i}`,
      sampleRateHz: RATE_HZ,
      nominalFrequencyHz: NOMINAL_HZ,
      channels: (['A', 'B', 'C'] as const).map((phase, index) => ({
        name: `I${phase}`,
        phase,
        quantity: 'current',
        unit: 'A',
        role: 'operate',
        samples: Float32Array.from({ length: SAMPLES }, (_, n) => scale * signal(n / RATE_HZ, index)),
      })),
    };
  });
}

const after =
  (signal: Signal): Signal =>
  (s, phase) =>
    s < ONSET_S ? 0 : signal(s, phase);
const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();
/** Box and Muller. */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
