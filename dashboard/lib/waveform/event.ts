import type { Waveform, WaveformChannel } from '../../../lib/messages';

/** An event as it is kept and shown: samples in single precision, which the socket carries as they are in memory. */
export interface WaveformEvent extends Omit<Waveform, 'channels'> {
  channels: (Omit<WaveformChannel, 'samples'> & { samples: Float32Array })[];
}

/** A change of a waveform widget, as pages get it. */
export interface WaveformChange {
  /** True: forget what was there. */
  whole?: true;
  /** Events that came or were replaced, oldest first. */
  events?: WaveformEvent[];
  /** Ids of all events that are kept, oldest first. */
  kept: string[];
}

/** Number of samples of a channel; all have as many. */
export function lengthOf(event: WaveformEvent): number {
  return event.channels[0]?.samples.length ?? 0;
}

/** Time of zero on the axis, after the first sample: inception, else trigger, else the first sample. */
export function zeroMs({ markers = [] }: Pick<Waveform, 'markers'>): number {
  const marker = markers.find(({ kind }) => kind === 'inception') ?? markers.find(({ kind }) => kind === 'trigger');
  return marker?.offsetMs ?? 0;
}
