import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

const Snapshot = Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Number()]));

/** Means by intervals of event time, the newest so many: what happened in the last day, at any rate of messages. */
export class TimeBins {
  /** Beginning of the interval → sum and count, oldest first. */
  private bins = new Map<number, { sum: number; count: number }>();

  /** @param lengthMs of an interval; they begin at multiples of it */
  constructor(
    private readonly lengthMs: number,
    private readonly most: number,
  ) {}

  /** What lies before the intervals that are kept is left out. */
  add(timeMs: number, value: number): void {
    const startMs = Math.floor(timeMs / this.lengthMs) * this.lengthMs;
    const bin = this.bins.get(startMs);
    if (bin) {
      bin.sum += value;
      bin.count++;
      return;
    }
    const newestMs = Math.max(startMs, ...this.bins.keys());
    if (startMs <= newestMs - this.most * this.lengthMs) return;
    this.bins = new Map([...this.bins, [startMs, { sum: value, count: 1 }] as const].sort(([a], [b]) => a - b));
    for (const key of this.bins.keys()) if (key <= newestMs - this.most * this.lengthMs) this.bins.delete(key);
  }

  means(): { startMs: number; mean: number }[] {
    return [...this.bins].map(([startMs, { sum, count }]) => ({ startMs, mean: sum / count }));
  }

  clear(): void {
    this.bins.clear();
  }

  snapshot(): [startMs: number, sum: number, count: number][] {
    return [...this.bins].map(([startMs, { sum, count }]) => [startMs, sum, count]);
  }

  /** @throws Error when it is not what `snapshot` gave */
  restore(state: unknown): void {
    if (!Value.Check(Snapshot, state)) throw new Error('not a snapshot of means by time');
    this.bins = new Map(state.map(([startMs, sum, count]) => [startMs, { sum, count }]));
  }
}
