import type { WaveformChannel, WaveformGap, WaveformMarker } from '../../messages';

/** What a file tells of a channel before its samples are read. */
export interface ChannelInfo {
  name: string;
  phase?: WaveformChannel['phase'];
  /** Absent where neither unit nor name tells it, e.g. of a frequency. */
  quantity?: WaveformChannel['quantity'];
  /** As the file has it. */
  unit: string;
  role?: WaveformChannel['role'];
}

/** When samples were taken: at one rate, or at times that increase, in ms (equidistant or not). */
export type Timing = { rateHz: number } | { timesMs: Float64Array };

/** Samples of some channels in the order asked for, in the unit of the file; NaN is missing. */
export interface RecordedSamples {
  samples: Float64Array[];
  timing: Timing;
  /** How much later than the others each channel was sampled. */
  skewMs?: number[];
  /** What was odd about them. */
  notes: string[];
}

/** One event of a file whose head has been read; all formats become this. */
export interface Recording {
  /** For messages. */
  file: string;
  id: string;
  station?: string;
  label?: string;
  startMs?: number;
  /** Trigger after the first sample. */
  triggerMs?: number;
  nominalFrequencyHz?: number;
  channels: ChannelInfo[];
  /** What the file itself marks, besides the trigger and missing samples. */
  markers?: WaveformMarker[];
  gaps?: WaveformGap[];
  notes: string[];
  /** @throws WaveformFileError */
  read(chosen: readonly number[]): RecordedSamples;
}
