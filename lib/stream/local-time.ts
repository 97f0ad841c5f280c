import { DateTime, IANAZone } from 'luxon';

const HOUR_MS = 3_600_000;
/** Every zone change since 1970 falls on a quarter of an hour UTC, so one offset holds for a whole quarter. */
const OFFSET_BLOCK_MS = 900_000;
const MAX_CACHED_BLOCKS = 4096;
const MAX_CACHED_DAYS = 64;

/** Wall-clock time of an instant: day as YYYY-MM-DD, hour 0–23. */
export interface LocalHour {
  date: string;
  hour: number;
}

/**
 * A time zone by its IANA name (Europe/Berlin, UTC). Offsets come from luxon and are cached a quarter of an hour at a
 * time, so that a stream asks the time-zone database a few times an hour and not once a reading.
 */
export class TimeZone {
  private readonly zone: IANAZone;
  private readonly offsets = new Map<number, number>();
  private readonly days = new Map<number, { startMs: number; endMs: number }>();
  private block = Number.NaN;
  private offset = 0;

  /** @throws Error when the name is not an IANA time zone. */
  constructor(readonly name: string) {
    if (!IANAZone.isValidZone(name)) {
      throw new Error(`time zone "${name}" is not known: use an IANA name such as Europe/Berlin or UTC`);
    }
    this.zone = IANAZone.create(name);
  }

  /** Offset from UTC at an instant, in ms (positive east of Greenwich). */
  offsetMs(timeMs: number): number {
    const block = Math.floor(timeMs / OFFSET_BLOCK_MS);
    if (block === this.block) return this.offset;
    let offset = this.offsets.get(block);
    if (offset === undefined) {
      offset = this.zone.offset(block * OFFSET_BLOCK_MS) * 60_000;
      if (this.offsets.size >= MAX_CACHED_BLOCKS) this.offsets.clear();
      this.offsets.set(block, offset);
    }
    this.block = block;
    this.offset = offset;
    return offset;
  }

  /** Number of the local day (days since 1970-01-01 on the local calendar): a cheap key for "same day". */
  dayNumber(timeMs: number): number {
    return Math.floor((timeMs + this.offsetMs(timeMs)) / (24 * HOUR_MS));
  }

  /** Local hour of the day, 0–23. */
  hourOfDay(timeMs: number): number {
    return Math.floor((timeMs + this.offsetMs(timeMs)) / HOUR_MS) % 24;
  }

  localHour(timeMs: number): LocalHour {
    return { date: dayText(this.dayNumber(timeMs)), hour: this.hourOfDay(timeMs) };
  }

  /** The instants at which a local day begins and ends; days of 23 and 25 hours come out right. */
  dayBounds(dayNumber: number): { startMs: number; endMs: number } {
    let bounds = this.days.get(dayNumber);
    if (!bounds) {
      const day = DateTime.fromISO(dayText(dayNumber), { zone: this.zone }).startOf('day');
      bounds = { startMs: day.toMillis(), endMs: day.plus({ days: 1 }).startOf('day').toMillis() };
      if (this.days.size >= MAX_CACHED_DAYS) this.days.clear();
      this.days.set(dayNumber, bounds);
    }
    return bounds;
  }

  /**
   * The instants that a wall clock shows as `wallMs` (the wall time read as if it were UTC): none in the hour that is
   * skipped in spring, two in the hour that is repeated in autumn, earliest first, otherwise one.
   */
  instantsOf(wallMs: number): number[] {
    const before = wallMs - this.offsetMs(wallMs - 24 * HOUR_MS);
    const after = wallMs - this.offsetMs(wallMs + 24 * HOUR_MS);
    return [...new Set([before, after])].filter((t) => t + this.offsetMs(t) === wallMs).sort((a, b) => a - b);
  }
}

/** YYYY-MM-DD of a day number as `TimeZone.dayNumber` gives it. */
export function dayText(dayNumber: number): string {
  return new Date(dayNumber * 24 * HOUR_MS).toISOString().slice(0, 10);
}
