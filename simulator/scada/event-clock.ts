/**
 * Event times of publications: `speed` times as far apart as the publications, but never ahead of the clock, as stages
 * refuse what is; once it has caught up it goes with the clock.
 */
export class EventClock {
  constructor(
    /** Of the publication before, epoch ms. */
    public timeMs: number,
    private readonly stepMs: number,
  ) {}

  /** Time of the next publication, which is after the one before whatever the clock does. */
  next(nowMs: number): number {
    this.timeMs = Math.max(Math.round(this.timeMs) + 1, Math.min(this.timeMs + this.stepMs, nowMs));
    return this.timeMs;
  }
}
