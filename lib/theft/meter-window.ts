import type { Flag } from '../messages';

/** What a window holds of each sample; the order is that of the model's channels. */
export const CHANNELS = ['powerW', 'voltageV', 'currentA', 'powerFactor'] as const;

/** One closed window of one meter, laid on a grid of equal steps. NaN: there was no sample, or not this quantity. */
export interface MeterWindow {
  meterId: string;
  /** Where the meter is, by its latest reading. */
  city: string | undefined;
  district: string | undefined;
  household: string | undefined;
  feeder: string | undefined;
  /** Epoch ms UTC. */
  startMs: number;
  lengthMs: number;
  /** Grid steps with a sample. */
  samples: number;
  /** Active power, W, positive is import; length: the samples of a window without gaps. */
  powerW: Float32Array;
  /** RMS voltage, V. */
  voltageV: Float32Array;
  /** RMS current, A. */
  currentA: Float32Array;
  /** −1 to 1. */
  powerFactor: Float32Array;
  /** Resets, restarts, rollovers, clock jumps and stand-stills of the device that lie in the window. */
  glitches: Flag[];
}
