import type { PhaseSamples } from '../../lib/waveform/model-input';
import type { Dice } from './dice';
import type { RawRecord } from './raw-record';

/** How an event is recorded: what a recorder adds to the currents. */
export interface Recording {
  sampleRateHz: number;
  /** Of white noise beside the RMS of the event's three phases; Infinity: none. */
  snrDb: number;
  /** RMS of noise that is there however weak the event is, A. */
  floorA: number;
  /** Of all channels. */
  gain: number;
  /** Of each channel, and its offset over the event's RMS. */
  channelGains: readonly [number, number, number];
  offsets: readonly [number, number, number];
}

export const PLAIN: Recording = {
  sampleRateHz: 10_000,
  snrDb: Number.POSITIVE_INFINITY,
  floorA: 0,
  gain: 1,
  channelGains: [1, 1, 1],
  offsets: [0, 0, 0],
};

/** The currents of an event as a recorder writes them. */
export function recorded(event: RawRecord, recording: Recording, dice: Dice): PhaseSamples {
  const { sampleRateHz, snrDb, floorA, gain, channelGains, offsets } = recording;
  const rms = rootMeanSquare(event.currents);
  const noiseA = Math.hypot(rms * 10 ** (-snrDb / 20), floorA);
  const channel = (phase: 0 | 1 | 2) => {
    const samples = sampledAt(event.currents[phase], event.sampleRateHz, sampleRateHz);
    for (let i = 0; i < samples.length; i++) {
      samples[i] = gain * (channelGains[phase] * samples[i]! + offsets[phase] * rms + noiseA * dice.normal());
    }
    return samples;
  };
  return { samples: [channel(0), channel(1), channel(2)], sampleRateHz, frequencyHz: event.frequencyHz };
}

/** Lobes of the interpolating sinc on each side: a filter as short as those of relays, without much ringing. */
const LOBES = 4;
/** Of the lower of both rates: where the anti-aliasing filter is at half. */
const CUT_OFF = 0.42;

/** Samples at another rate, through the anti-aliasing filter (a sinc under a Hann window) that a recorder has before it. */
export function sampledAt(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  if (fromHz === toHz) return samples.slice();
  const cutOff = (2 * CUT_OFF * Math.min(fromHz, toHz)) / fromHz;
  const reach = LOBES / cutOff;
  const last = samples.length - 1;
  const result = new Float32Array(Math.floor((last * toHz) / fromHz) + 1);
  for (let i = 0; i < result.length; i++) {
    const centre = (i * fromHz) / toHz;
    let sum = 0;
    let weights = 0;
    for (let k = Math.ceil(centre - reach); k <= centre + reach; k++) {
      const x = (k - centre) * cutOff;
      const weight = sinc(x) * (0.5 + 0.5 * Math.cos((Math.PI * x) / LOBES));
      sum += weight * beyond(samples, k, last);
      weights += weight;
    }
    result[i] = sum / weights;
  }
  return result;
}

/** Beyond its ends a record goes on turned about its last sample, which leaves neither a step nor a corner. */
function beyond(samples: Float32Array, k: number, last: number): number {
  if (k < 0) return 2 * samples[0]! - samples[Math.min(-k, last)]!;
  return k > last ? 2 * samples[last]! - samples[Math.max(2 * last - k, 0)]! : samples[k]!;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

function rootMeanSquare(currents: readonly Float32Array[]): number {
  let sum = 0;
  for (const current of currents) for (const value of current) sum += value * value;
  return Math.sqrt(sum / currents.reduce((count, { length }) => count + length, 0));
}
