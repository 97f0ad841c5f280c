import type { WaveformFrame } from '../../../lib/messages';
import type { SimulatedEvent } from '../event';
import { eventChannels } from './channels';
import { shortSingle } from './short-single';

/** Which recorder wrote an event, and when. */
export interface Recording {
  /** Unique among the events of a recorder. */
  id: string;
  station: string;
  recorder: string;
  /** Time of the first sample, epoch ms UTC. */
  startMs: number;
}

/**
 * An event as the frames that its recorder publishes, in order, of equal length but for the last.
 * @param frames how many; fewer when the event has fewer samples
 */
export function waveformFrames(event: SimulatedEvent, recording: Recording, frames: number): WaveformFrame[] {
  const channels = eventChannels(event);
  const totalSamples = channels[0]!.samples.length;
  const length = Math.ceil(totalSamples / frames);
  const count = Math.ceil(totalSamples / length);
  return Array.from({ length: count }, (_, frame) => ({
    schema: 'gridloom-waveform-frame/1',
    id: recording.id,
    station: recording.station,
    frame,
    frames: count,
    offset: frame * length,
    totalSamples,
    startMs: recording.startMs,
    sampleRateHz: event.sampleRateHz,
    nominalFrequencyHz: event.scenario.nominalFrequencyHz,
    triggerOffsetMs: event.inceptionMs,
    channels: channels.map(({ name, phase, role, samples }) => ({
      name,
      phase,
      quantity: 'current',
      unit: 'A',
      role,
      samples: Array.from(samples.subarray(frame * length, (frame + 1) * length), shortSingle),
    })),
  }));
}

/** Where a recorder publishes its frames. */
export function frameTopic(topicRoot: string, { station, recorder }: Pick<Recording, 'station' | 'recorder'>): string {
  return `${topicRoot}/${station}/${recorder}`;
}
