import { grown } from '../stream/key-slots';
import { MOST_HOURS } from './hours';

const NO_DAY = -1;
const HOUR_MS = 3_600_000;
/** Intervals that touch may overlap by clock rounding; more is the same time twice. */
const OVERLAP_TOLERANCE_MS = 1000;
/** With less of an hour covered than this its energy is scaled up, and the row is an estimated one. */
const COVERED_SHARE = 0.9;

/** Marks of a cell; `changed` until someone asks. */
export const MARK = { measured: 0, estimated: 1, missing: 2, changed: 4 } as const;

/** Bytes of one meter in these columns. */
export const CELL_BYTES = 2 * (MOST_HOURS * (8 + 4 + 1) + 4 + 4);

/**
 * Energy by meter, local day and hour, in columns: two days a meter (even and odd day numbers), 25 hours a day.
 * Energies are whole µWh, so that the order in which parts are added does not matter.
 */
export class DayCells {
  private days: Int32Array;
  private rows: Uint32Array;
  private microWh: Float64Array;
  private coveredMs: Uint32Array;
  private marks: Uint8Array;

  constructor(capacity: number) {
    this.days = new Int32Array(capacity * 2).fill(NO_DAY);
    this.rows = new Uint32Array(capacity * 2);
    this.microWh = new Float64Array(capacity * 2 * MOST_HOURS);
    this.coveredMs = new Uint32Array(capacity * 2 * MOST_HOURS);
    this.marks = new Uint8Array(capacity * 2 * MOST_HOURS);
  }

  grow(capacity: number): void {
    const before = this.days.length;
    this.days = grown(this.days, capacity * 2).fill(NO_DAY, before);
    this.rows = grown(this.rows, capacity * 2);
    this.microWh = grown(this.microWh, capacity * 2 * MOST_HOURS);
    this.coveredMs = grown(this.coveredMs, capacity * 2 * MOST_HOURS);
    this.marks = grown(this.marks, capacity * 2 * MOST_HOURS);
  }

  /** Adds energy that covers `lengthMs` of an hour; false when the hour is covered already. */
  add(slot: number, day: number, hour: number, microWh: number, lengthMs: number, mark: number): boolean {
    const plane = this.plane(slot, day);
    const i = plane * MOST_HOURS + hour;
    const covered = this.coveredMs[i]! + lengthMs;
    if (covered > HOUR_MS + OVERLAP_TOLERANCE_MS) return false;
    this.coveredMs[i] = covered;
    this.microWh[i]! += microWh;
    this.marks[i]! |= mark | MARK.changed;
    this.rows[plane]! |= 1 << hour;
    return true;
  }

  /** Notes that an hour has a row without a value; a value that comes later takes its place. */
  addMissing(slot: number, day: number, hour: number): void {
    const plane = this.plane(slot, day);
    this.marks[plane * MOST_HOURS + hour]! |= MARK.missing;
    this.rows[plane]! |= 1 << hour;
  }

  /** Bits of the hours of a day in which the meter has a row. */
  rowsOf(slot: number, day: number): number {
    const plane = slot * 2 + (day & 1);
    return this.days[plane] === day ? this.rows[plane]! : 0;
  }

  /** kWh of an hour of `lengthMs` in which the meter has a row; null when its value is missing. */
  kwh(slot: number, day: number, hour: number, lengthMs: number): number | null {
    const i = (slot * 2 + (day & 1)) * MOST_HOURS + hour;
    const covered = this.coveredMs[i]!;
    if (covered === 0) return null;
    const scale = covered < COVERED_SHARE * lengthMs ? lengthMs / covered : 1;
    return Math.round(this.microWh[i]! * scale) / 1e9;
  }

  /** Whether the value of such an hour is estimated: it came so, or too little of the hour is covered. */
  isEstimated(slot: number, day: number, hour: number, lengthMs: number): boolean {
    const i = (slot * 2 + (day & 1)) * MOST_HOURS + hour;
    return (this.marks[i]! & MARK.estimated) !== 0 || this.coveredMs[i]! < COVERED_SHARE * lengthMs;
  }

  /** Whether energy came to an hour in which the meter has a row since the last time this was asked. */
  takeChanged(slot: number, day: number, hour: number): boolean {
    const i = (slot * 2 + (day & 1)) * MOST_HOURS + hour;
    const hasChanged = (this.marks[i]! & MARK.changed) !== 0;
    this.marks[i]! &= ~MARK.changed;
    return hasChanged;
  }

  /** Marks all hours in which the meter has a row as changed. */
  touch(slot: number): void {
    for (const plane of [slot * 2, slot * 2 + 1]) {
      for (let hour = 0; hour < MOST_HOURS; hour++) {
        if (this.rows[plane]! & (1 << hour)) this.marks[plane * MOST_HOURS + hour]! |= MARK.changed;
      }
    }
  }

  /** Forgets a day of a meter. */
  forgetDay(slot: number, day: number): void {
    const plane = slot * 2 + (day & 1);
    if (this.days[plane] === day) this.days[plane] = NO_DAY;
  }

  forget(slot: number): void {
    this.days[slot * 2] = NO_DAY;
    this.days[slot * 2 + 1] = NO_DAY;
  }

  /** The days of a meter as [day, hour, µWh, ms, marks, hour, …]. */
  snapshot(slot: number): number[][] {
    const saved: number[][] = [];
    for (const plane of [slot * 2, slot * 2 + 1]) {
      if (this.days[plane] === NO_DAY || this.rows[plane] === 0) continue;
      const day = [this.days[plane]!];
      for (let hour = 0; hour < MOST_HOURS; hour++) {
        const i = plane * MOST_HOURS + hour;
        if (this.rows[plane]! & (1 << hour)) day.push(hour, this.microWh[i]!, this.coveredMs[i]!, this.marks[i]!);
      }
      saved.push(day);
    }
    return saved;
  }

  restore(slot: number, saved: readonly number[][]): void {
    for (const [day, ...cells] of saved) {
      for (let k = 0; k < cells.length; k += 4) {
        const [hour, microWh, coveredMs, marks] = cells.slice(k, k + 4) as [number, number, number, number];
        const plane = this.plane(slot, day!);
        this.microWh[plane * MOST_HOURS + hour] = microWh;
        this.coveredMs[plane * MOST_HOURS + hour] = coveredMs;
        this.marks[plane * MOST_HOURS + hour] = marks;
        this.rows[plane]! |= 1 << hour;
      }
    }
  }

  private plane(slot: number, day: number): number {
    const plane = slot * 2 + (day & 1);
    if (this.days[plane] !== day) {
      this.days[plane] = day;
      this.rows[plane] = 0;
      const from = plane * MOST_HOURS;
      this.microWh.fill(0, from, from + MOST_HOURS);
      this.coveredMs.fill(0, from, from + MOST_HOURS);
      this.marks.fill(0, from, from + MOST_HOURS);
    }
    return plane;
  }
}
