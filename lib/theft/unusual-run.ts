import type { TheftCue, TheftEvent, TheftWindow } from '../messages';
import { recordOf, strongest } from './event-file';
import type { MeterPlace } from './open-window';

const HOUR_MS = 3_600_000;
/** Fewer unusual windows in a row are an appliance. */
const LEAST_WINDOWS = 3;

/** Runs of windows that the models find unusual: events for the record, never theft-like by themselves. */
export class UnusualRun {
  private windows = 0;
  private startMs = 0;
  private endMs = 0;
  private measuredWh = 0;
  private cues: TheftCue[] = [];

  constructor(private readonly meterId: string) {}

  /** @returns the event when a run that is long enough ends with this window */
  take(window: TheftWindow, meanW: number, place: MeterPlace): TheftEvent | undefined {
    const goesOn = this.windows > 0 && window.startMs === this.endMs;
    const ended = this.windows > 0 && !(window.isAnomalous && goesOn) ? this.end(place) : undefined;
    if (window.isAnomalous) {
      if (this.windows === 0) this.startMs = window.startMs;
      this.windows++;
      this.endMs = window.startMs + window.lengthMs;
      this.measuredWh += (meanW * window.lengthMs) / HOUR_MS;
      this.cues = strongest([...this.cues, ...window.cues]);
    }
    return ended;
  }

  snapshot(): unknown {
    const { windows, startMs, endMs, measuredWh, cues } = this;
    return structuredClone({ windows, startMs, endMs, measuredWh, cues });
  }

  restore(saved: unknown): void {
    Object.assign(this, structuredClone(saved));
  }

  private end(place: MeterPlace): TheftEvent | undefined {
    const { windows, startMs, endMs, measuredWh, cues } = this;
    this.windows = 0;
    this.measuredWh = 0;
    this.cues = [];
    if (windows < LEAST_WINDOWS) return undefined;
    const because = `${windows} unusual windows in a row`;
    return recordOf(this.meterId, place, 'unusual', { startMs, endMs, cues, windows, measuredWh, because });
  }
}
