/** More are turned away. */
const MOST_WAITING = 200;

interface Waiting {
  untilMs: number;
  resolve(end: WaitEnd): void;
}

/** How a wait ended, and when. */
export interface WaitEnd {
  isFresh: boolean;
  atMs: number;
}

/**
 * Requests that wait for the next routes. Those that come while one is being computed wait for the same. There is no timer:
 * `tick` ends what has waited long enough.
 */
export class OptimizeDesk {
  private waiting: Waiting[] = [];
  /** Until then routes are expected that were asked for. */
  private expectedUntilMs = Number.NEGATIVE_INFINITY;

  /** @param command asks for new routes */
  constructor(private readonly command: () => void) {}

  get size(): number {
    return this.waiting.length;
  }

  /** Resolves when routes come or the time is over; undefined when too many wait. */
  ask(nowMs: number, waitMs: number): Promise<WaitEnd> | undefined {
    if (this.waiting.length >= MOST_WAITING) return undefined;
    const untilMs = nowMs + waitMs;
    const coming = new Promise<WaitEnd>((resolve) => this.waiting.push({ untilMs, resolve }));
    if (nowMs >= this.expectedUntilMs) {
      this.expectedUntilMs = untilMs;
      this.command();
    }
    if (waitMs === 0) this.tick(nowMs);
    return coming;
  }

  arrived(nowMs: number): void {
    this.end(nowMs, true, () => true);
    this.expectedUntilMs = Number.NEGATIVE_INFINITY;
  }

  tick(nowMs: number): void {
    this.end(nowMs, false, ({ untilMs }) => untilMs <= nowMs);
  }

  close(nowMs: number): void {
    this.end(nowMs, false, () => true);
  }

  private end(atMs: number, isFresh: boolean, isOver: (waiting: Waiting) => boolean): void {
    const over = this.waiting.filter(isOver);
    this.waiting = this.waiting.filter((waiting) => !over.includes(waiting));
    for (const { resolve } of over) resolve({ isFresh, atMs });
  }
}
