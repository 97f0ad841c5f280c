import { type LifeChange, type LifeEvent, type LifeRates, lifeEvents } from './life';

/** Events are drawn so far ahead, ms. */
const AHEAD_MS = 60 * 86_400_000;

interface Due {
  atMs: number;
  event: LifeEvent;
  /** The change of an event that begins with an empty home comes later than its begin. */
  isChange: boolean;
}

/** Where many homes stand in their life events; told apart from `Households`, which lives through them. */
export class HomeLives {
  /** Nobody is there up to this instant; the main switch is off up to that one. */
  readonly awayUntilMs: Float64Array;
  readonly offUntilMs: Float64Array;
  readonly habitShiftHours: Float64Array;
  private readonly queues: Due[][];
  private readonly drawnToMs: Float64Array;

  /**
   * @param startMs no event begins before
   * @param onEvent told of each event as it begins
   */
  constructor(
    private readonly seed: number,
    private readonly meterIds: readonly string[],
    private readonly rates: LifeRates,
    startMs: number,
    private readonly onEvent?: (event: LifeEvent) => void,
  ) {
    this.awayUntilMs = new Float64Array(meterIds.length);
    this.offUntilMs = new Float64Array(meterIds.length);
    this.habitShiftHours = new Float64Array(meterIds.length);
    this.queues = meterIds.map(() => []);
    this.drawnToMs = new Float64Array(meterIds.length).fill(startMs);
  }

  /**
   * Carries out what happens in a home up to `timeMs`.
   * @param apply changes what the home owns or uses, from the instant given
   * @returns when it wants to be asked again, epoch ms
   */
  advance(home: number, timeMs: number, apply: (change: LifeChange, atMs: number) => void): number {
    const queue = this.queues[home]!;
    for (;;) {
      while (queue.length > 0 && queue[0]!.atMs <= timeMs) this.happen(home, queue.shift()!, apply);
      if (this.drawnToMs[home]! > timeMs) break;
      this.drawAhead(home, queue);
    }
    return Math.min(this.drawnToMs[home]!, queue[0]?.atMs ?? Number.POSITIVE_INFINITY);
  }

  private happen(home: number, { event, isChange }: Due, apply: (change: LifeChange, atMs: number) => void): void {
    const { startMs, awayUntilMs = 0, kind, endMs, change } = event;
    if (!isChange) {
      this.onEvent?.(event);
      this.awayUntilMs[home] = Math.max(this.awayUntilMs[home]!, awayUntilMs);
      if (kind === 'breaker-off') this.offUntilMs[home] = Math.max(this.offUntilMs[home]!, endMs!);
    } else if (change) {
      this.habitShiftHours[home]! += change.habitShiftHours ?? 0;
      apply(change, Math.max(startMs, awayUntilMs));
    }
  }

  private drawAhead(home: number, queue: Due[]): void {
    const fromMs = this.drawnToMs[home]!;
    this.drawnToMs[home] = fromMs + AHEAD_MS;
    const events = lifeEvents(this.seed, this.meterIds[home]!, this.rates, fromMs, fromMs + AHEAD_MS);
    for (const event of events) {
      queue.push({ atMs: event.startMs, event, isChange: false });
      if (event.change) queue.push({ atMs: event.awayUntilMs ?? event.startMs, event, isChange: true });
    }
    queue.sort((a, b) => a.atMs - b.atMs || Number(a.isChange) - Number(b.isChange));
  }
}
