import { finiteOrNull } from './finite-or-null';

/**
 * Event-time progress of a stream (Flink: bounded out-of-orderness; Kafka Streams: stream time minus grace): the
 * largest event time seen minus the allowed lateness. A window [start, end) is complete when `currentMs >= end`, so a
 * record that comes at most `latenessMs` behind the newest one is never late. It never goes back.
 *
 * A stream that falls silent holds its watermark where it is: event time stands still without events. Who wants open
 * windows to close all the same calls `advanceTo` (end of the stream, or an idle stream by the clock of the caller).
 */
export class Watermark {
  private newestMs = Number.NEGATIVE_INFINITY;
  private floorMs = Number.NEGATIVE_INFINITY;

  /** @throws Error when the lateness is negative or not a number. */
  constructor(readonly latenessMs: number) {
    if (!(latenessMs >= 0)) throw new Error(`allowed lateness must be 0 ms or more, not ${latenessMs}`);
  }

  /** Largest event time seen, −Infinity before the first. */
  get maximumMs(): number {
    return this.newestMs;
  }

  get currentMs(): number {
    return Math.max(this.newestMs - this.latenessMs, this.floorMs);
  }

  observe(timeMs: number): void {
    if (timeMs > this.newestMs) this.newestMs = timeMs;
  }

  /** Moves the watermark itself forward, whatever was seen; does nothing when it is there already. */
  advanceTo(watermarkMs: number): void {
    if (watermarkMs > this.floorMs) this.floorMs = watermarkMs;
  }

  hasPassed(endMs: number): boolean {
    return this.currentMs >= endMs;
  }

  snapshot(): WatermarkState {
    return [finiteOrNull(this.newestMs), finiteOrNull(this.floorMs)];
  }

  restore([newestMs, floorMs]: WatermarkState): void {
    this.newestMs = newestMs ?? Number.NEGATIVE_INFINITY;
    this.floorMs = floorMs ?? Number.NEGATIVE_INFINITY;
  }
}

/** Largest event time seen and the floor, null where there is none. */
export type WatermarkState = [newestMs: number | null, floorMs: number | null];
