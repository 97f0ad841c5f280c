import type { MeterReading } from '../messages';
import type { TimeZone } from '../stream/local-time';
import { type DayTail, NO_TAIL } from './day-vector';
import type { LikeDayHistory } from './like-day-history';
import { OpenDay } from './open-day';
import { RegisterEnds } from './register-ends';

/** One meter: where it is, its open days, and what the next day has to know of the ones before. */
export class Meter {
  city: string | undefined;
  district: string | undefined;
  household: string | undefined;
  feeder: string | undefined;
  /** The local day that closes next. */
  nextDay = Number.POSITIVE_INFINITY;
  /** Its end; Infinity for a meter that has no open day and was given up, or has not begun. */
  nextEndMs = Number.POSITIVE_INFINITY;
  /** Days in a row that closed without a reading. */
  silentDays = 0;
  tail: DayTail = { ...NO_TAIL };
  readonly registers = new RegisterEnds();
  /** By parity of the day: the lateness is below half a day, so two are open at most. */
  private readonly open: (OpenDay | undefined)[] = [undefined, undefined];

  /** @param zone the time zone of its days; it stays, even when readings name another city later */
  constructor(
    readonly id: string,
    readonly slot: number,
    readonly zone: TimeZone,
    readonly history: LikeDayHistory | undefined,
  ) {}

  /** Takes over the names that a reading gives; one that it leaves out stays. */
  name({ city, district, household, feeder }: MeterReading): void {
    if (city !== undefined) this.city = city;
    if (district !== undefined) this.district = district;
    if (household !== undefined) this.household = household;
    if (feeder !== undefined) this.feeder = feeder;
  }

  openDay(day: number): OpenDay | undefined {
    const open = this.open[day & 1];
    return open?.day === day ? open : undefined;
  }

  get openDays(): OpenDay[] {
    return this.open.filter((day) => day !== undefined).sort((a, b) => a.day - b.day);
  }

  get lastEndMs(): number {
    return Math.max(...this.openDays.map((day) => day.endMs), Number.NEGATIVE_INFINITY);
  }

  /** Opens a day that is not closed yet. */
  begin(day: number, intervalMs: number): OpenDay {
    const { startMs, endMs } = this.zone.dayBounds(day);
    const open = new OpenDay(day, startMs, endMs, intervalMs);
    this.open[day & 1] = open;
    if (this.nextEndMs === Number.POSITIVE_INFINITY || day < this.nextDay) this.expect(day);
    return open;
  }

  /** Takes the next day out, to close it, and goes on to the one after; a meter silent for `inactiveDays` is given up. */
  takeNext(inactiveDays: number): OpenDay | undefined {
    const open = this.openDay(this.nextDay);
    if (open) this.open[open.day & 1] = undefined;
    this.silentDays = open ? 0 : this.silentDays + 1;
    this.expect(this.nextDay + 1);
    if (this.silentDays >= inactiveDays && this.openDays.length === 0) this.nextEndMs = Number.POSITIVE_INFINITY;
    return open;
  }

  expect(day: number): void {
    this.nextDay = day;
    this.nextEndMs = this.zone.dayBounds(day).endMs;
  }
}
