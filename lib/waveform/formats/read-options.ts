/** A file as it was read: only bytes count, the name tells the format and joins a `.cfg` to its `.dat`. */
export interface FileBytes {
  name: string;
  bytes: Uint8Array;
}

/** Which side of the instrument transformers the samples shall be of. */
export type Side = 'recorded' | 'primary' | 'secondary';

/** What no file may exceed; counts that a file claims are held against what it brings before anything is allocated. */
export interface ReadLimits {
  /** Of one file, unpacked. */
  maxBytes: number;
  /** Of one channel of one event. */
  maxSamples: number;
  /** Of one file. */
  maxChannels: number;
  /** Of one call. */
  maxEvents: number;
}

export const READ_LIMITS: Readonly<ReadLimits> = {
  maxBytes: 256 * 1024 * 1024,
  maxSamples: 4_000_000,
  maxChannels: 1000,
  maxEvents: 10_000,
};

export interface ReadOptions {
  /** Rate of files that do not tell it (.npy, text without a time column). */
  sampleRateHz?: number;
  /** Frequency of the network; where a file tells another, this one counts and a note says so. */
  nominalFrequencyHz?: number;
  /** Names of the channels to take, in this order; case and blanks do not matter. Without it see `chooseChannels`. */
  channels?: readonly string[];
  /** Default `recorded`: as the file has them. */
  side?: Side;
  /** Unit of files that do not tell it; default A. */
  unit?: string;
  limits?: Partial<ReadLimits>;
}
