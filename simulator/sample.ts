import type { TimeZone } from '../lib/stream/local-time';
import type { Meter } from './layout';

/** What one meter measures at one instant, before a dialect rounds and names it. SI units, positive is import. */
export interface Sample {
  /** Instant as the meter's clock has it, epoch ms UTC. */
  timeMs: number;
  activePowerW: number;
  /** Inductive is positive. */
  reactivePowerVar: number;
  voltageV: number;
  currentA: number;
  /** Active over apparent power, with the sign of the active power. */
  powerFactor: number;
  frequencyHz: number;
  importWh: number;
  exportWh: number;
  /** Phases a, b, c of a feeder meter. */
  phases: PhaseSample[] | undefined;
  /** The first reading after a restart: clock and registers of the device may not be set yet. */
  justBooted: boolean;
}

export interface PhaseSample {
  activePowerW: number;
  voltageV: number;
  currentA: number;
  powerFactor: number;
}

/** One message of a dialect, before faults. A birth says who is there; faults leave births alone. */
export interface EncodedMessage {
  topic: string;
  payload: string | Buffer;
  birth?: boolean;
}

/** Speaks one dialect for one meter; may keep what the device would keep (last values, day counters). */
export interface Encoder {
  encode(sample: Sample): EncodedMessage[];
}

/** What an encoder may know of its meter. */
export interface EncoderContext {
  seed: number;
  meter: Meter;
  zone: TimeZone;
  intervalMs: number;
}

const SCALES = [1, 10, 100, 1000, 10_000] as const;

/** Rounds to 0–4 decimals, without the −0 that some formats would print. */
export function round(value: number, decimals: 0 | 1 | 2 | 3 | 4): number {
  const scale = SCALES[decimals];
  return Math.round(value * scale) / scale || 0;
}
