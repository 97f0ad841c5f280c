import type { TimeZone } from '../stream/local-time';
import type { TimedLoad } from './load-days';

const HOUR_MS = 3_600_000;
/** Three years: more than a forecast learns from and its band looks back. */
const MOST_HOURS = 24 * 1100;
/** A time so far ahead of all others is that of a clock that is wrong. */
const FURTHEST_AHEAD_MS = 40 * 24 * HOUR_MS;
/** Hours in a part of a snapshot. */
const PART_HOURS = 24 * 50;

/** Why a load is not taken. */
export type LoadFault = 'repeated' | 'too-old' | 'far-ahead';

/** Means by the hour from `firstMs` on, MW; NaN: no load. */
export interface HourlyLoads {
  firstMs: number;
  loadsMw: Float64Array;
}

/** One part of a snapshot: sums, how many, and the newest time as an offset into the hour. */
export type HistoryPart = [firstHour: number, sums: number[], counts: number[], lastMs: number[]];

/**
 * Hourly means of the loads of the last three years, in a ring of arrays: takes loads of any step up to an hour, late hours
 * and hours of a gap; within an hour in the order of their times, so that what comes twice is told from what is new.
 */
export class LoadHistory {
  private readonly sums = new Float64Array(MOST_HOURS);
  private readonly counts = new Uint32Array(MOST_HOURS);
  /** Newest time within the hour. */
  private readonly lastMs = new Float64Array(MOST_HOURS);
  /** Hours of the wall clock begin so long after those of UTC. */
  private readonly shiftMs: number;
  private newestHour = Number.NaN;
  private stepMs = HOUR_MS;
  newestMs = Number.NEGATIVE_INFINITY;
  /** Hours that have a load. */
  knownHours = 0;

  constructor(zone: TimeZone) {
    this.shiftMs = ((zone.offsetMs(Date.UTC(2020, 0, 1)) % HOUR_MS) + HOUR_MS) % HOUR_MS;
  }

  /** Up to here loads are known: the end of the interval of the newest one. */
  get knownUntilMs(): number {
    return this.newestMs + this.stepMs;
  }

  /** @returns why it is not taken, or whether it is the first one of its hour */
  add({ timeMs, loadMw }: TimedLoad, nowMs: number): LoadFault | { isNewHour: boolean } {
    const hour = Math.floor((timeMs + this.shiftMs) / HOUR_MS);
    if (Number.isNaN(this.newestHour)) this.newestHour = hour;
    if (hour <= this.newestHour - MOST_HOURS) return 'too-old';
    if (hour > this.newestHour) {
      const isAhead = timeMs > Math.max(this.newestMs, nowMs) + FURTHEST_AHEAD_MS;
      if (isAhead && this.knownHours > 0) return 'far-ahead';
      this.forget(hour);
    }
    const at = hour % MOST_HOURS;
    const isNewHour = this.counts[at] === 0;
    if (!isNewHour && timeMs <= this.lastMs[at]!) return 'repeated';
    if (isNewHour) this.knownHours++;
    this.sums[at]! += loadMw;
    this.counts[at]! += 1;
    this.lastMs[at] = timeMs;
    if (timeMs > this.newestMs) {
      const stepMs = timeMs - this.newestMs;
      if (stepMs <= HOUR_MS) this.stepMs = stepMs;
      this.newestMs = timeMs;
    }
    return { isNewHour };
  }

  /** Mean of the hour that begins then; undefined: no load is known. */
  hourMw(timeMs: number): number | undefined {
    const hour = Math.floor((timeMs + this.shiftMs) / HOUR_MS);
    if (!(hour <= this.newestHour && hour > this.newestHour - MOST_HOURS)) return undefined;
    const at = hour % MOST_HOURS;
    return this.counts[at] === 0 ? undefined : this.sums[at]! / this.counts[at]!;
  }

  hourly(): HourlyLoads {
    const first = this.firstHour();
    const hours = Number.isNaN(first) ? 0 : this.newestHour - first + 1;
    const loadsMw = Float64Array.from({ length: hours }, (_, k) => {
      const at = (first + k) % MOST_HOURS;
      return this.counts[at] === 0 ? Number.NaN : this.sums[at]! / this.counts[at]!;
    });
    return { firstMs: first * HOUR_MS - this.shiftMs, loadsMw };
  }

  clear(): void {
    this.counts.fill(0);
    this.sums.fill(0);
    this.newestHour = Number.NaN;
    this.newestMs = Number.NEGATIVE_INFINITY;
    this.stepMs = HOUR_MS;
    this.knownHours = 0;
  }

  *parts(): Generator<HistoryPart> {
    for (let hour = this.firstHour(); hour <= this.newestHour; hour += PART_HOURS) {
      const hours = Math.min(PART_HOURS, this.newestHour - hour + 1);
      const column = (values: ArrayLike<number>) =>
        Array.from({ length: hours }, (_, k) => values[(hour + k) % MOST_HOURS]!);
      const counts = column(this.counts);
      const lastMs = column(this.lastMs).map((time, k) => (counts[k] === 0 ? 0 : time - (hour + k) * HOUR_MS));
      yield [hour, column(this.sums), counts, lastMs];
    }
  }

  /** @param parts in their order, into an empty history */
  restore(parts: Iterable<HistoryPart>, stepMs: number): void {
    for (const [first, sums, counts, lastMs] of parts) {
      for (const [k, count] of counts.entries()) {
        if (count === 0) continue;
        const hour = first + k;
        if (Number.isNaN(this.newestHour)) this.newestHour = hour;
        if (hour > this.newestHour) this.forget(hour);
        const at = hour % MOST_HOURS;
        this.sums[at] = sums[k]!;
        this.counts[at] = count;
        this.lastMs[at] = hour * HOUR_MS + lastMs[k]!;
        this.knownHours++;
        this.newestMs = this.lastMs[at]!;
      }
    }
    this.stepMs = stepMs;
  }

  get step(): number {
    return this.stepMs;
  }

  /** Makes room up to an hour that is newer than all. */
  private forget(hour: number): void {
    for (let next = Math.max(this.newestHour + 1, hour - MOST_HOURS + 1); next <= hour; next++) {
      const at = next % MOST_HOURS;
      if (this.counts[at]! > 0) this.knownHours--;
      this.sums[at] = 0;
      this.counts[at] = 0;
    }
    this.newestHour = hour;
  }

  private firstHour(): number {
    for (let hour = this.newestHour - MOST_HOURS + 1; hour <= this.newestHour; hour++)
      if (hour >= 0 && this.counts[hour % MOST_HOURS]! > 0) return hour;
    return Number.NaN;
  }
}
