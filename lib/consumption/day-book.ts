import type { EnergySink } from '../stream/meter-energy';
import { Watermark } from '../stream/watermark';
import { MARK } from './day-cells';
import { DistrictDay, HOUR_MS } from './district-day';
import { KIND, type Meters } from './meters';
import type { District, Places } from './places';

/** Why a part of a reading's energy was not booked. */
export type BookingProblem = 'late' | 'overlap';

/**
 * Books energy to the hours of local days, opens days when the first energy comes, and knows which ones are closed: a
 * day closes when the watermark (newest event time minus the lateness) has passed its end, for all meters alike.
 */
export class DayBook implements EnergySink {
  readonly watermark: Watermark;
  /** Set right after construction: the meters book here, and the book keeps its cells with them. */
  meters!: Meters;
  /** What went wrong since `takeProblem`, undefined when nothing did. */
  problem: BookingProblem | undefined;
  private problemWh = 0;
  /** End of the open day that closes first. */
  private nextEndMs = Number.POSITIVE_INFINITY;

  /** @param onlyNamed whether meters of a city that name no district are left out */
  constructor(
    latenessMs: number,
    private readonly places: Places,
    private readonly onlyNamed: boolean,
  ) {
    this.watermark = new Watermark(latenessMs);
  }

  /** Moves event time forward; true when open days have to be closed before anything else. */
  observe(timeMs: number): boolean {
    if (timeMs <= this.watermark.maximumMs) return false;
    this.watermark.observe(timeMs);
    return this.hasDueDays;
  }

  /** A day that ends at the watermark is still open, so that readings labelled with the end of their interval get in. */
  get hasDueDays(): boolean {
    return this.watermark.currentMs > this.nextEndMs;
  }

  book(slot: number, fromMs: number, toMs: number, energyWh: number, isEstimated: boolean): void {
    const meters = this.meters;
    const district = meters.districts[slot]!;
    if (!this.isBooked(slot, district)) return;
    const microWh = Math.round(energyWh * 1e6);
    const mark = isEstimated ? MARK.estimated : MARK.measured;
    const day = district.current;
    if (day && fromMs >= day.startMs && toMs <= day.endMs) {
      const hour = ((fromMs - day.startMs) / HOUR_MS) | 0;
      if (toMs <= day.startMs + (hour + 1) * HOUR_MS) {
        this.add(slot, day, hour, microWh, toMs - fromMs, mark);
        return;
      }
    }
    this.split(slot, district, fromMs, toMs, microWh, mark);
  }

  /** Notes the hours of [fromMs, toMs) as rows without a value. */
  bookMissing(slot: number, fromMs: number, toMs: number): void {
    const { meters } = this;
    const district = meters.districts[slot]!;
    if (!this.isBooked(slot, district)) return;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const day = this.dayAt(district, timeMs);
      if (day instanceof DistrictDay) {
        const hour = Math.floor((timeMs - day.startMs) / HOUR_MS);
        meters.cells.addMissing(slot, day.day, hour);
        day.touch(hour);
        timeMs = Math.min(day.endMs, day.startMs + (hour + 1) * HOUR_MS);
      } else {
        this.note('late', 0);
        timeMs = day;
      }
    }
  }

  /** The open days that the watermark has passed, in the order of their ends; they are closed by `close`. */
  dueDays(): { district: District; day: DistrictDay }[] {
    const due: { district: District; day: DistrictDay }[] = [];
    for (const district of this.places.sortedDistricts()) {
      for (const day of district.openDays) if (day.endMs < this.watermark.currentMs) due.push({ district, day });
    }
    return due.sort((a, b) => a.day.endMs - b.day.endMs);
  }

  /** Forgets days and the energy of their meters. */
  close(days: readonly { district: District; day: DistrictDay }[]): void {
    const { cells } = this.meters;
    for (const { district, day } of days) {
      for (const slot of district.members) cells.forgetDay(slot, day.day);
      district.days[day.day & 1] = undefined;
      if (district.current === day) district.current = undefined;
    }
    this.nextEndMs = Number.POSITIVE_INFINITY;
    for (const district of this.places.sortedDistricts()) {
      for (const day of district.openDays) this.nextEndMs = Math.min(this.nextEndMs, day.endMs);
    }
  }

  /** Ends all open days: the watermark goes to the last end, and what comes for them later is late. */
  endAll(): void {
    let lastEndMs = Number.NEGATIVE_INFINITY;
    for (const district of this.places.sortedDistricts()) {
      for (const day of district.openDays) lastEndMs = Math.max(lastEndMs, day.endMs);
    }
    this.watermark.advanceTo(lastEndMs + 1);
  }

  /** What went wrong since the last time this was asked. */
  takeProblem(): { problem: BookingProblem; energyWh: number } {
    const found = { problem: this.problem!, energyWh: this.problemWh };
    this.problem = undefined;
    this.problemWh = 0;
    return found;
  }

  /** Opens the days of a meter's energy in the district that it has moved to, so that they close there with it. */
  carry(slot: number, from: District, to: District): void {
    if (from === to || from.city.zone.name !== to.city.zone.name || !this.isBooked(slot, to)) return;
    for (const { day } of from.openDays) {
      if (to.days[day & 1] === undefined && this.meters.cells.rowsOf(slot, day)) this.reopen(to, day).invalidate();
    }
  }

  /** Takes back an open day of a snapshot. */
  reopen(district: District, dayNumber: number): DistrictDay {
    const { startMs, endMs } = district.city.zone.dayBounds(dayNumber);
    const day = new DistrictDay(dayNumber, startMs, endMs);
    district.days[dayNumber & 1] = day;
    this.nextEndMs = Math.min(this.nextEndMs, endMs);
    return day;
  }

  private isBooked(slot: number, district: District): boolean {
    return this.meters.kinds[slot] === KIND.household && !(this.onlyNamed && district.name === '');
  }

  private split(slot: number, district: District, fromMs: number, toMs: number, microWh: number, mark: number): void {
    let bookedMicroWh = 0;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const day = this.dayAt(district, timeMs);
      const isOpen = day instanceof DistrictDay;
      const hour = isOpen ? Math.floor((timeMs - day.startMs) / HOUR_MS) : 0;
      const endMs = Math.min(toMs, isOpen ? Math.min(day.endMs, day.startMs + (hour + 1) * HOUR_MS) : day);
      // Parts are differences of rounded running shares, so that together they are the whole to the last µWh.
      const untilMicroWh = Math.round(microWh * ((endMs - fromMs) / (toMs - fromMs)));
      if (isOpen) this.add(slot, day, hour, untilMicroWh - bookedMicroWh, endMs - timeMs, mark);
      else this.note('late', (untilMicroWh - bookedMicroWh) / 1e6);
      bookedMicroWh = untilMicroWh;
      timeMs = endMs;
    }
  }

  private add(slot: number, day: DistrictDay, hour: number, microWh: number, lengthMs: number, mark: number): void {
    if (this.meters.cells.add(slot, day.day, hour, microWh, lengthMs, mark)) day.touch(hour);
    else this.note('overlap', microWh / 1e6);
  }

  /** The open day at an instant, or the end of the day when that is closed. */
  private dayAt(district: District, timeMs: number): DistrictDay | number {
    const { current } = district;
    if (current && timeMs >= current.startMs && timeMs < current.endMs) return current;
    const { zone } = district.city;
    const dayNumber = zone.dayNumber(timeMs);
    let day = district.days[dayNumber & 1];
    if (day?.day !== dayNumber) {
      const { endMs } = zone.dayBounds(dayNumber);
      if (day || endMs < this.watermark.currentMs) return endMs;
      day = this.reopen(district, dayNumber);
    }
    district.current = day;
    return day;
  }

  private note(problem: BookingProblem, energyWh: number): void {
    this.problem = problem;
    this.problemWh += energyWh;
  }
}
