import type { HourRows, LocalDay } from './hour-rows';
import { grown } from './key-slots';
import { localDay } from './local-day';
import type { TimeZone } from './local-time';

const HOUR_MS = 3_600_000;
/** With less of an hour covered than this its energy is scaled up, and the row is an estimated one. */
const COVERED_SHARE = 0.9;

const STATE = { empty: 0, value: 1, missing: 2 } as const;

/** What became of a reading that was put into the table. */
export type PutResult = 'taken' | 'duplicate' | 'other-day' | 'off-interval' | 'no-such-time';

/**
 * The readings of one district on one local day, households × intervals, for files: one table is used again for day
 * after day. Intervals are counted from local midnight by elapsed time, so a day has 23, 24 or 25 hours of them.
 */
export class DayTable {
  day!: LocalDay;
  private zone!: TimeZone;
  private wallStartMs = 0;
  private isPlain = true;
  /** Start of the interval that was put last, epoch ms. */
  lastStartMs = 0;
  private readonly perHour: number;
  /** Intervals of a day of 25 hours. */
  private readonly width: number;
  private kwh: Float64Array;
  private state: Uint8Array;
  /** Slot of a household id in this table, plus one. */
  private slotOf = new Int32Array(1024);
  private ids: number[] = [];
  /** Cells in the order in which their rows came. */
  private order: Int32Array;
  private rows = 0;

  /** @param intervalMs a divisor of an hour, or an hour */
  constructor(private readonly intervalMs: number) {
    this.perHour = HOUR_MS / intervalMs;
    this.width = 25 * this.perHour;
    this.kwh = new Float64Array(64 * this.width);
    this.state = new Uint8Array(64 * this.width);
    this.order = new Int32Array(64 * this.width);
  }

  get isEmpty(): boolean {
    return this.rows === 0;
  }

  get householdCount(): number {
    return this.ids.length;
  }

  /** Cells that it has room for. */
  get cellCount(): number {
    return this.state.length;
  }

  /** Empties the table for another day. */
  begin(zone: TimeZone, day: number): void {
    this.state.fill(STATE.empty, 0, this.ids.length * this.width);
    for (const id of this.ids) this.slotOf[id] = 0;
    this.ids = [];
    this.rows = 0;
    this.zone = zone;
    this.day = localDay(zone, day);
    this.wallStartMs = day * 24 * HOUR_MS;
    this.isPlain =
      this.day.clock.length === 24 && this.day.startMs + zone.offsetMs(this.day.endMs) === this.wallStartMs;
  }

  /** Puts the reading of a household at a time of the wall clock, read as if it were UTC; kWh is NaN when missing. */
  putWall(id: number, wallMs: number, kwh: number): PutResult {
    const sinceMs = wallMs - this.wallStartMs;
    if (sinceMs < 0 || sinceMs >= 24 * HOUR_MS) return 'other-day';
    if (this.isPlain) return this.put(id, sinceMs, kwh);
    const [first, second] = this.zone.instantsOf(wallMs).map((timeMs) => timeMs - this.day.startMs);
    if (first === undefined) return 'no-such-time';
    if (second === undefined) return this.put(id, first, kwh);
    // The repeated hour: the first row is the first of the two, also when it has no value.
    const isSecond = this.has(id, first) && !this.has(id, second);
    const result = this.put(id, isSecond ? second : first, kwh);
    return result === 'duplicate' && !isSecond ? this.put(id, second, kwh) : result;
  }

  /** Puts the reading of a household at an instant. */
  putInstant(id: number, timeMs: number, kwh: number): PutResult {
    if (timeMs < this.day.startMs || timeMs >= this.day.endMs) return 'other-day';
    return this.put(id, timeMs - this.day.startMs, kwh);
  }

  /** Intervals of the day. */
  get intervals(): number {
    return Math.ceil((this.day.endMs - this.day.startMs) / this.intervalMs);
  }

  /** Id of a household by its slot, 0 to householdCount − 1. */
  householdAt(slot: number): number {
    return this.ids[slot]!;
  }

  /** kWh of an interval of a household; NaN without a value. */
  kwhAt(slot: number, interval: number): number {
    const cell = slot * this.width + interval;
    return this.state[cell] === STATE.value ? this.kwh[cell]! : Number.NaN;
  }

  /** The household-hours, in the order of the rows; several intervals of an hour are one row. */
  toHourRows(rows: HourRows, nameOf: (id: number) => string): void {
    rows.clear();
    rows.households = this.ids.map(nameOf);
    if (this.perHour === 1) {
      for (let k = 0; k < this.rows; k++) {
        const cell = this.order[k]!;
        const slot = (cell / 25) | 0;
        rows.add(slot, cell - slot * 25, this.kwh[cell]!, false);
      }
      return;
    }
    for (let slot = 0; slot < this.ids.length; slot++) {
      for (let hour = 0; hour < this.day.clock.length; hour++) this.addHour(rows, slot, hour);
    }
  }

  private addHour(rows: HourRows, slot: number, hour: number): void {
    const from = slot * this.width + hour * this.perHour;
    let sum = 0;
    let values = 0;
    let known = 0;
    for (let cell = from; cell < from + this.perHour; cell++) {
      if (this.state[cell] !== STATE.empty) known++;
      if (this.state[cell] !== STATE.value) continue;
      values++;
      sum += this.kwh[cell]!;
    }
    if (known === 0) return;
    const isPartial = values < COVERED_SHARE * this.perHour;
    // Rounded to whole µWh, so that ten times 0.1 is 1.
    const kwh = values === 0 ? Number.NaN : Math.round((sum / values) * this.perHour * 1e9) / 1e9;
    rows.add(slot, hour, kwh, isPartial && values > 0);
  }

  /** Whether the household has a row for the interval. */
  private has(id: number, sinceMs: number): boolean {
    const slot = (this.slotOf[id] ?? 0) - 1;
    const place = Math.floor(sinceMs / this.intervalMs);
    return slot >= 0 && this.state[slot * this.width + place] !== STATE.empty;
  }

  private put(id: number, sinceMs: number, kwh: number): PutResult {
    const place = sinceMs / this.intervalMs;
    if (place !== Math.floor(place)) return 'off-interval';
    this.lastStartMs = this.day.startMs + sinceMs;
    const cell = this.slot(id) * this.width + place;
    const state = this.state[cell]!;
    const isMissing = Number.isNaN(kwh);
    // A value may follow an empty cell for the same interval: it is the one that came later.
    if (state === STATE.value || (state === STATE.missing && isMissing)) return 'duplicate';
    if (state === STATE.empty) this.order[this.rows++] = cell;
    this.kwh[cell] = kwh;
    this.state[cell] = isMissing ? STATE.missing : STATE.value;
    return 'taken';
  }

  private slot(id: number): number {
    if (id >= this.slotOf.length) this.slotOf = grown(this.slotOf, Math.max(id + 1, this.slotOf.length * 2));
    const known = this.slotOf[id]!;
    if (known > 0) return known - 1;
    const slot = this.ids.length;
    this.ids.push(id);
    this.slotOf[id] = slot + 1;
    if ((slot + 1) * this.width > this.kwh.length) {
      const length = this.kwh.length * 2;
      this.kwh = grown(this.kwh, length);
      this.state = grown(this.state, length);
      this.order = grown(this.order, length);
    }
    return slot;
  }
}
