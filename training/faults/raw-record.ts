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
  /** Whether it may be seen negated too: as an event half a cycle later, which must not be held out. */
  mayNegate: boolean;
  /** How often its phases may be renamed A → B → C → A, among them 0: as an event so many thirds of a cycle later. */
  turns: readonly (0 | 1 | 2)[];
}
