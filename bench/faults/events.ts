import { FAULT_CLASSES } from '../../lib/waveform/fault-classes';
import type { FileBytes } from '../../lib/waveform/formats';
import { type SimulatedEvent, simulateEvent } from '../../simulator/waveform';
import { eventFiles, type WaveformFormat } from '../../simulator/waveform/publish';
import { sweep } from '../../simulator/waveform/sweep';

const SEED = 8_000_000;

/** One event of each class, in the order of the table. */
export const benchEvents = (): SimulatedEvent[] =>
  sweep({ seed: SEED, perLabel: 1, labels: FAULT_CLASSES.map(({ label }) => label) }).map(simulateEvent);

/** The files of an event as bytes in memory. */
export function filesOf(event: SimulatedEvent, format: WaveformFormat, stem: string): FileBytes[] {
  return eventFiles(event, format, stem, 0).map(({ path, content }) => ({
    name: path,
    bytes: typeof content === 'string' ? Buffer.from(content) : content,
  }));
}

/** A record as long as some events one after the other: what a disturbance recorder writes. */
export function longEvent(events: readonly SimulatedEvent[]): SimulatedEvent {
  const joined = (role: 'operate' | 'restraint') =>
    ([0, 1, 2] as const).map((phase) =>
      Float32Array.from(events.flatMap((event) => [...event[role][phase]])),
    ) as unknown as SimulatedEvent['operate'];
  return { ...events[0]!, operate: joined('operate'), restraint: joined('restraint') };
}
