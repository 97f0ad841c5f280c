import type { Symmetries } from './symmetry';

/** One event before a recorder has had its way with it: differential currents of three phases, A. */
export interface RawRecord {
  /** Of this event alone: seeds what is drawn for it. */
  name: string;
  currents: readonly [Float32Array, Float32Array, Float32Array];
  sampleRateHz: number;
  frequencyHz: number;
  /** Index of FAULT_CLASSES; −1: of no class. */
  classIndex: number;
  /** Events of one group are never split, and figures are resampled by it: the scenario, or files that differ little. */
  group: number;
  /** What else it may be seen as. */
  symmetries: Symmetries;
}
