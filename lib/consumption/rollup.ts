import type { EnergyAggregate } from '../messages';
import type { HourRows, LocalDay } from '../stream/hour-rows';
import { type AggregateKind, aggregateOf, HOUR_MS, hourSpan, type Names } from './energy-aggregate-message';
import { type MonthSettings, type MonthState, OpenMonths } from './energy-aggregate-months';
import { EnergyStats, PeakStats } from './energy-stats';

export { AGGREGATES, type AggregateKind, type Level, type Period } from './energy-aggregate-message';

/** A city's day that is being added up from its districts. */
interface CityDay {
  city: string;
  day: LocalDay;
  districts: Map<string, { hours: EnergyStats[]; households: number }>;
}

/**
 * Adds household-hours up to households, districts and cities, hours, days and months of local time. Days of a city come
 * in order; what is complete is handed on at once, so that memory grows with the households and not with the time.
 * Files and streams use the same one: a day of a district is handed in as rows when it is complete.
 */
export class Rollup {
  private readonly wanted: ReadonlySet<AggregateKind>;
  private readonly cityDays = new Map<string, CityDay>();
  private readonly months: OpenMonths;

  constructor(
    kinds: readonly AggregateKind[],
    private readonly emit: (aggregate: EnergyAggregate) => void,
    months: MonthSettings = {},
  ) {
    this.wanted = new Set(kinds);
    this.months = new OpenMonths(months, emit);
  }

  /** Takes a complete district-day; hands on its hours and days, and keeps it for its city and the months. */
  takeDay(city: string, district: string, day: LocalDay, rows: HourRows): void {
    this.householdHours(city, district, day, rows, true);
    const perHousehold = rows.households.map(() => new PeakStats());
    for (let i = 0; i < rows.count; i++) {
      const kwh = rows.kwh[i]!;
      if (Number.isNaN(kwh)) continue;
      const hour = rows.hour[i]!;
      const startMs = day.startMs + hour * HOUR_MS;
      perHousehold[rows.household[i]!]!.addValue(kwh, rows.isEstimated[i] === 1, startMs, day.clock[hour]!);
    }
    for (const [i, stats] of perHousehold.entries()) {
      this.day({ level: 'household', city, district, household: rows.households[i]! }, day, stats, 1);
    }
    const hours = sumHours(day, rows);
    const households = rows.households.length;
    this.hours({ level: 'district', city, district }, day, hours, households, true);
    this.day({ level: 'district', city, district }, day, dayOf(hours, day), households);
    const id = JSON.stringify([city, day.date]);
    const cityDay = this.cityDays.get(id) ?? { city, day, districts: new Map() };
    cityDay.districts.set(district, { hours, households });
    this.cityDays.set(id, cityDay);
  }

  /**
   * Everything before a local day has come: hands on the cities' days before it and the months that are over. Cities
   * in several time zones have a day each.
   */
  closeBefore(date: string | ((city: string) => string)): void {
    const dateOf = typeof date === 'string' ? () => date : date;
    for (const [id, { city, day, districts }] of this.cityDays) {
      if (day.date >= dateOf(city)) continue;
      this.cityDays.delete(id);
      const hours = day.clock.map(() => new EnergyStats());
      let households = 0;
      for (const one of districts.values()) {
        households += one.households;
        for (const [hour, stats] of one.hours.entries()) hours[hour]!.merge(stats);
      }
      this.hours({ level: 'city', city }, day, hours, households, true);
      this.day({ level: 'city', city }, day, dayOf(hours, day), households);
    }
    this.months.closeBefore(dateOf);
  }

  /** Hands on all that is still open. */
  close(): void {
    this.closeBefore('9999-99-99');
  }

  /** Hands on the household-hours that have a value. */
  householdHours(city: string, district: string, day: LocalDay, rows: HourRows, final: boolean): void {
    if (!this.wanted.has('household hour')) return;
    for (let i = 0; i < rows.count; i++) {
      const kwh = rows.kwh[i]!;
      if (Number.isNaN(kwh)) continue;
      const span = hourSpan(day, rows.hour[i]!, final);
      const stats = new PeakStats();
      stats.addValue(kwh, rows.isEstimated[i] === 1, span.startMs, span.hour);
      const household = rows.households[rows.household[i]!]!;
      this.emit(aggregateOf({ level: 'household', city, district, household }, span, stats, 1, 1));
    }
  }

  /** Hands on hours of a district or city: all of the day, or those whose bits are set. */
  hours(
    names: Names,
    day: LocalDay,
    hours: readonly EnergyStats[],
    households: number,
    final: boolean,
    bits = -1,
  ): void {
    if (!this.wanted.has(`${names.level} hour`)) return;
    for (const [hour, stats] of hours.entries()) {
      if (!(bits & (1 << hour))) continue;
      const span = hourSpan(day, hour, final);
      const one = new PeakStats();
      one.addHour(stats, span.startMs, span.hour);
      this.emit(aggregateOf(names, span, one, households, households));
    }
  }

  /** The open months as plain JSON data. Cities' days are not in it: take it after `closeBefore`. */
  snapshot(): MonthState[] {
    return this.months.snapshot();
  }

  /** Takes the months of a snapshot back that are still wanted. */
  restore(saved: readonly MonthState[]): void {
    this.cityDays.clear();
    this.months.restore(saved.filter(([{ level }]) => this.wanted.has(`${level} month`)));
  }

  private day(names: Names, day: LocalDay, stats: PeakStats, households: number): void {
    if (this.wanted.has(`${names.level} day`)) {
      const { date, startMs, endMs } = day;
      const expected = households * day.clock.length;
      this.emit(aggregateOf(names, { period: 'day', date, startMs, endMs, final: true }, stats, expected, households));
    }
    if (this.wanted.has(`${names.level} month`)) this.months.add(names, day, stats, households);
  }
}

/** The sums of the hours of a day. */
export function sumHours(day: LocalDay, rows: HourRows): EnergyStats[] {
  const hours = day.clock.map(() => new EnergyStats());
  for (let i = 0; i < rows.count; i++) {
    if (!Number.isNaN(rows.kwh[i]!)) hours[rows.hour[i]!]!.add(rows.kwh[i]!, rows.isEstimated[i] === 1);
  }
  return hours;
}

function dayOf(hours: readonly EnergyStats[], day: LocalDay): PeakStats {
  const stats = new PeakStats();
  for (const [hour, one] of hours.entries()) stats.addHour(one, day.startMs + hour * HOUR_MS, day.clock[hour]!);
  return stats;
}
