/** Further behind, what was missed is not chased: the machine slept, or can't keep up with the speed. */
const MOST_BEHIND_MS = 1000;

/** When loads are due: event time that runs `speed` times as fast as the clock, from the first load on. */
export class Pace {
  private eventMs = Number.NaN;
  private clockMs = 0;
  private isHeld = false;

  constructor(private speedNow: number) {}

  get speed(): number {
    return this.speedNow;
  }

  /** How long until it is due, ms; 0 or less: it is. */
  delayMs(eventMs: number, nowMs: number): number {
    if (this.isHeld) return Number.POSITIVE_INFINITY;
    if (Number.isNaN(this.eventMs) || this.speedNow === 0) this.anchor(eventMs, nowMs);
    if (this.speedNow === 0) return 0;
    const delayMs = this.clockMs + (eventMs - this.eventMs) / this.speedNow - nowMs;
    if (delayMs < -MOST_BEHIND_MS) this.anchor(eventMs, nowMs);
    return delayMs;
  }

  setSpeed(speed: number, nowMs: number): void {
    if (!this.isHeld) this.anchor(this.at(nowMs), nowMs);
    this.speedNow = speed;
  }

  hold(nowMs: number): void {
    if (!this.isHeld) this.anchor(this.at(nowMs), nowMs);
    this.isHeld = true;
  }

  goOn(nowMs: number): void {
    this.clockMs = nowMs;
    this.isHeld = false;
  }

  private at(nowMs: number): number {
    return this.eventMs + (nowMs - this.clockMs) * this.speedNow;
  }

  private anchor(eventMs: number, nowMs: number): void {
    this.eventMs = eventMs;
    this.clockMs = nowMs;
  }
}
