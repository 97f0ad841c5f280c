import type { WaveformChange, WaveformEvent } from '../../lib/waveform/event';

/** The events of a page, oldest first. */
export class WaveformEvents {
  private readonly events = new Map<string, WaveformEvent>();

  apply({ whole, events = [], kept }: WaveformChange): void {
    if (whole) this.events.clear();
    for (const event of events) {
      this.events.delete(event.id);
      this.events.set(event.id, {
        ...event,
        channels: event.channels.map((c) => ({ ...c, samples: toSamples(c.samples) })),
      });
    }
    const known = new Set(kept);
    for (const id of this.events.keys()) if (!known.has(id)) this.events.delete(id);
  }

  get(id: string | undefined): WaveformEvent | undefined {
    return id === undefined ? undefined : this.events.get(id);
  }

  newestFirst(): WaveformEvent[] {
    return [...this.events.values()].reverse();
  }
}

/** The socket hands typed arrays over as the bytes they are in memory. */
function toSamples(received: unknown): Float32Array {
  return received instanceof ArrayBuffer ? new Float32Array(received) : (received as Float32Array);
}
