import type { Dice } from './dice';
import type { RawRecord } from './raw-record';

const SAMPLES = 726;
const RATE_HZ = 10_000;
const FREQUENCY_HZ = 60;
const CYCLE = RATE_HZ / FREQUENCY_HZ;

type Signal = (sample: number, phase: 0 | 1 | 2) => number;
type Phases = RawRecord['currents'];

/** Waveforms of nothing that is among the classes, drawn afresh; for the figures only, never for the training. */
const DRAWN: Readonly<Record<string, (dice: Dice) => Signal>> = {
  'white noise burst': (dice) => {
    const amplitude = amplitudeOf(dice);
    return after(dice, () => amplitude * dice.normal());
  },
  'square waves': (dice) => periodic(dice, (turns) => (turns < 0.5 ? 1 : -1)),
  'triangle waves': (dice) => periodic(dice, (turns) => 1 - 4 * Math.abs(turns - 0.5)),
  chirp: (dice) => {
    const amplitude = amplitudeOf(dice);
    const [from, to] = [dice.logarithmic(20, 100), dice.logarithmic(300, 2000)];
    const seconds = SAMPLES / RATE_HZ;
    return after(dice, (since, phase) => {
      const t = since / RATE_HZ;
      return amplitude * Math.sin(2 * Math.PI * (from * t + ((to - from) / (2 * seconds)) * t * t + phase / 3));
    });
  },
  'random walk': (dice) => {
    const walk = [0, 0, 0];
    const step = 0.1 * amplitudeOf(dice);
    return after(dice, (_, phase) => (walk[phase]! += step * dice.normal()));
  },
  'voltage sag': (dice) => {
    const volts = dice.pick([63.5, 110, 230, 400]) * Math.SQRT2;
    const left = [dice.between(0.2, 0.9), dice.between(0.2, 1), dice.between(0.2, 1)];
    const sine = sineOf(dice);
    const start = startOf(dice);
    return (sample, phase) => volts * (sample < start ? 1 : left[phase]!) * sine(sample, phase);
  },
  'load current with a fault on a feeder': (dice) => {
    const load = dice.logarithmic(0.5, 5);
    const fault = load * dice.logarithmic(3, 15);
    const sine = sineOf(dice);
    const start = startOf(dice);
    const faulted = dice.pick([[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]]);
    const timeConstant = dice.between(0.5, 3) * CYCLE;
    return (sample, phase) => {
      if (sample < start || !faulted.includes(phase)) return load * sine(sample, phase);
      const decay = Math.exp((start - sample) / timeConstant);
      return fault * (sine(sample, phase) - sine(start, phase) * decay) + load * sine(start, phase) * decay;
    };
  },
};

/** What a wrong setting or a bad recorder makes of a record that would be known. */
const SPOILT: Readonly<Record<string, (event: Phases, dice: Dice) => Phases>> = {
  'phases A and B swapped': ([a, b, c]) => [b, a, c],
  'clipped by the converter': (event, dice) => {
    const limit = dice.between(0.2, 0.5) * largest(event);
    return mapped(event, (value) => Math.max(-limit, Math.min(limit, value)));
  },
  'unit wrong by 1000': (event) => mapped(event, (value) => 1000 * value),
  'one phase only': (event, dice) => {
    const kept = dice.pick([0, 1, 2]);
    return mapped(event, (value, phase) => (phase === kept ? value : 0));
  },
};

export const UNLIKE_KINDS = [...Object.keys(DRAWN), ...Object.keys(SPOILT)];

/** A waveform of a kind. @param event a record that spoilt kinds are made of, 60 Hz at 10 kHz */
export function unlikeWaveform(kind: string, event: RawRecord, dice: Dice): RawRecord {
  const signal = DRAWN[kind]?.(dice);
  const currents = signal ? sampled(signal, dice) : SPOILT[kind]!(event.currents, dice);
  return { ...event, currents, sampleRateHz: signal ? RATE_HZ : event.sampleRateHz, classIndex: -1 };
}

/** All phases sample by sample, for a signal that walks takes one step each; with the noise of a recorder. */
function sampled(signal: Signal, dice: Dice): Phases {
  const phases: Phases = [new Float32Array(SAMPLES), new Float32Array(SAMPLES), new Float32Array(SAMPLES)];
  for (let i = 0; i < SAMPLES; i++) {
    for (const phase of [0, 1, 2] as const) phases[phase][i] = signal(i, phase) + 0.001 * dice.normal();
  }
  return phases;
}

const amplitudeOf = (dice: Dice) => dice.logarithmic(0.1, 40);
/** Where an event starts, as in the public set. */
const startOf = (dice: Dice) => Math.round(40 + 13.8 * Math.floor(dice.between(0, 12)));

function after(dice: Dice, signal: (since: number, phase: 0 | 1 | 2) => number): Signal {
  const start = startOf(dice);
  return (sample, phase) => (sample < start ? 0 : signal(sample - start, phase));
}

/** @param shape of one period, argument 0…1 */
function periodic(dice: Dice, shape: (turns: number) => number): Signal {
  const amplitude = amplitudeOf(dice);
  const [period, shift] = [CYCLE * dice.logarithmic(0.3, 2), dice.between(0, 1)];
  return after(dice, (since, phase) => {
    const turns = since / period + shift + phase / 3;
    return amplitude * shape(turns - Math.floor(turns));
  });
}

function sineOf(dice: Dice): Signal {
  const shift = dice.between(0, 1);
  return (sample, phase) => Math.sin(2 * Math.PI * (sample / CYCLE + shift - phase / 3));
}

const mapped = (event: Phases, by: (value: number, phase: number) => number): Phases => [
  event[0].map((value) => by(value, 0)),
  event[1].map((value) => by(value, 1)),
  event[2].map((value) => by(value, 2)),
];

function largest(event: Phases): number {
  let peak = 0;
  for (const current of event) for (const value of current) peak = Math.max(peak, Math.abs(value));
  return peak;
}
