import { grown } from '../stream/key-slots';

const KEPT = 5;
/** Intervals up to this many times the shortest one are the usual ones. */
const USUAL = 1.3;
const ENOUGH_USUAL = 3;
/** A gap begins at this many usual intervals. */
const GAP = 1.5;

/** Bytes of one meter in these columns. */
export const MISSED_BYTES = 8 + KEPT * 4 + 1;

/**
 * Estimates how many readings are missing, from the times of those that came. Of each meter the last five intervals are
 * kept; when at least three of them lie within 1.3 times the shortest, their mean is the usual interval, and an interval
 * of more than 1.5 of it is a gap of round(interval / usual) − 1 readings. Meters that report on change have no usual
 * interval and are not counted; a meter that becomes slower is counted for three intervals too many.
 */
export class MissedReadings {
  private timeMs: Float64Array;
  private intervalsMs: Float32Array;
  private next: Uint8Array;
  count = 0;

  constructor(capacity: number) {
    this.timeMs = new Float64Array(capacity).fill(-1);
    this.intervalsMs = new Float32Array(capacity * KEPT);
    this.next = new Uint8Array(capacity);
  }

  grow(capacity: number): void {
    const before = this.timeMs.length;
    this.timeMs = grown(this.timeMs, capacity).fill(-1, before);
    this.intervalsMs = grown(this.intervalsMs, capacity * KEPT);
    this.next = grown(this.next, capacity);
  }

  add(slot: number, timeMs: number): void {
    const before = this.timeMs[slot]!;
    if (timeMs <= before) return;
    this.timeMs[slot] = timeMs;
    if (before < 0) return;
    const interval = timeMs - before;
    const first = slot * KEPT;
    let shortest = Number.POSITIVE_INFINITY;
    for (let i = first; i < first + KEPT; i++) {
      const kept = this.intervalsMs[i]!;
      if (kept > 0 && kept < shortest) shortest = kept;
    }
    if (interval > GAP * shortest) this.countGap(first, interval, shortest);
    const at = this.next[slot]!;
    this.intervalsMs[first + at] = interval;
    this.next[slot] = at === KEPT - 1 ? 0 : at + 1;
  }

  forget(slot: number): void {
    this.timeMs[slot] = -1;
    this.next[slot] = 0;
    this.intervalsMs.fill(0, slot * KEPT, (slot + 1) * KEPT);
  }

  snapshot(slot: number): number[] {
    const intervals = this.intervalsMs.subarray(slot * KEPT, (slot + 1) * KEPT);
    return [this.timeMs[slot]!, this.next[slot]!, ...intervals];
  }

  restore(slot: number, [timeMs, next, ...intervals]: readonly number[]): void {
    this.timeMs[slot] = timeMs!;
    this.next[slot] = next!;
    this.intervalsMs.set(intervals, slot * KEPT);
  }

  private countGap(first: number, interval: number, shortest: number): void {
    let usual = 0;
    let sum = 0;
    for (let i = first; i < first + KEPT; i++) {
      const kept = this.intervalsMs[i]!;
      if (kept === 0 || kept > USUAL * shortest) continue;
      usual++;
      sum += kept;
    }
    if (usual >= ENOUGH_USUAL && interval > (GAP * sum) / usual) this.count += Math.round((interval * usual) / sum) - 1;
  }
}
