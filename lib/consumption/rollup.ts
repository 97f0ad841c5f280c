import type { EnergyAggregate } from '../messages';
import type { HourRows, LocalDay } from '../stream/hour-rows';
import { MICRO_WH_PER_KWH } from './day-score';
import { EnergyStats, PeakStats } from './energy-stats';
import { hourText } from './hours';

const HOUR_MS = 3_600_000;

export type Level = EnergyAggregate['level'];
export type Period = EnergyAggregate['period'];

/** All kinds of aggregates: a level in a period. */
export const AGGREGATES = (['household', 'district', 'city'] as const).flatMap((level) =>
  (['hour', 'day', 'month'] as const).map((period) => `${level} ${period}` as const),
);
export type AggregateKind = (typeof AGGREGATES)[number];

interface Span {
  period: Period;
  date: string;
  startMs: number;
  endMs: number;
  hour?: number;
  final: boolean;
}

interface Names {
  level: Level;
  city: string;
  district?: string;
  household?: string;
}

/** A month that is being added up. */
interface Month {
  names: Names;
  date: string;
  startMs: number;
  endMs: number;
  expected: number;
  households: number;
  stats: PeakStats;
}

/** A city's day that is being added up from its districts. */
interface CityDay {
  day: LocalDay;
  districts: Map<string, { hours: EnergyStats[]; households: number }>;
}

const key = (...parts: string[]) => JSON.stringify(parts);

/**
 * Adds household-hours up to households, districts and cities, hours, days and months of local time. Days of a city come
 * in order; what is complete is handed on at once, so that memory grows with the households and not with the time.
 * Files and streams use the same one: a day of a district is handed in as rows when it is complete.
 */
export class Rollup {
  private readonly wanted: ReadonlySet<AggregateKind>;
  private cityDays = new Map<string, CityDay>();
  private months = new Map<string, Month>();

  constructor(
    kinds: readonly AggregateKind[],
    private readonly emit: (aggregate: EnergyAggregate) => void,
  ) {
    this.wanted = new Set(kinds);
  }

  /** Takes a complete district-day; hands on its hours and days, and keeps it for its city and the months. */
  takeDay(city: string, district: string, day: LocalDay, rows: HourRows): void {
    const hours = day.clock.map(() => new EnergyStats());
    const perHousehold = rows.households.map(() => new PeakStats());
    for (let i = 0; i < rows.count; i++) {
      const kwh = rows.kwh[i]!;
      if (Number.isNaN(kwh)) continue;
      const hour = rows.hour[i]!;
      const isEstimated = rows.isEstimated[i] === 1;
      hours[hour]!.add(kwh, isEstimated);
      perHousehold[rows.household[i]!]!.addValue(kwh, isEstimated, day.startMs + hour * HOUR_MS, day.clock[hour]!);
      if (this.wanted.has('household hour')) this.householdHour(city, district, day, rows, i);
    }
    for (const [i, stats] of perHousehold.entries()) {
      const names: Names = { level: 'household', city, district, household: rows.households[i]! };
      this.day(names, day, stats, 1);
    }
    const districtDay = dayOf(hours, day);
    const households = rows.households.length;
    this.hours({ level: 'district', city, district }, day, hours, households);
    this.day({ level: 'district', city, district }, day, districtDay, households);
    const cityKey = key(city, day.date);
    const cityDay = this.cityDays.get(cityKey) ?? { day, districts: new Map() };
    cityDay.districts.set(district, { hours, households });
    this.cityDays.set(cityKey, cityDay);
  }

  /** Everything before a local day has come: hands on the cities' days before it and the months that are over. */
  closeBefore(date: string): void {
    for (const [id, { day, districts }] of this.cityDays) {
      if (day.date >= date) continue;
      this.cityDays.delete(id);
      const [city] = JSON.parse(id) as [string];
      const hours = day.clock.map(() => new EnergyStats());
      let households = 0;
      for (const one of districts.values()) {
        households += one.households;
        for (const [hour, stats] of one.hours.entries()) hours[hour]!.merge(stats);
      }
      this.hours({ level: 'city', city }, day, hours, households);
      this.day({ level: 'city', city }, day, dayOf(hours, day), households);
    }
    const month = date.slice(0, 7);
    for (const [id, one] of this.months) {
      if (one.date >= month) continue;
      this.months.delete(id);
      const { names, stats, expected, households, startMs, endMs } = one;
      this.hand(names, { period: 'month', date: one.date, startMs, endMs, final: true }, stats, expected, households);
    }
  }

  /** Hands on all that is still open. */
  close(): void {
    this.closeBefore('9999-99-99');
  }

  private hours(names: Names, day: LocalDay, hours: readonly EnergyStats[], households: number): void {
    if (!this.wanted.has(`${names.level} hour`)) return;
    for (const [hour, stats] of hours.entries()) {
      const one = new PeakStats();
      one.addHour(stats, day.startMs + hour * HOUR_MS, day.clock[hour]!);
      this.hand(names, hourSpan(day, hour), one, households, households);
    }
  }

  private householdHour(city: string, district: string, day: LocalDay, rows: HourRows, i: number): void {
    const hour = rows.hour[i]!;
    const stats = new PeakStats();
    stats.addValue(rows.kwh[i]!, rows.isEstimated[i] === 1, day.startMs + hour * HOUR_MS, day.clock[hour]!);
    const names: Names = { level: 'household', city, district, household: rows.households[rows.household[i]!]! };
    this.hand(names, hourSpan(day, hour), stats, 1, 1);
  }

  private day(names: Names, day: LocalDay, stats: PeakStats, households: number): void {
    const { date, startMs, endMs } = day;
    const expected = households * day.clock.length;
    if (this.wanted.has(`${names.level} day`)) {
      this.hand(names, { period: 'day', date, startMs, endMs, final: true }, stats, expected, households);
    }
    if (!this.wanted.has(`${names.level} month`)) return;
    const { level, city, district = '', household = '' } = names;
    const id = key(level, city, district, household, date.slice(0, 7));
    let month = this.months.get(id);
    if (!month) {
      month = { names, date: date.slice(0, 7), startMs, endMs, expected: 0, households: 0, stats: new PeakStats() };
      this.months.set(id, month);
    }
    month.startMs = Math.min(month.startMs, startMs);
    month.endMs = Math.max(month.endMs, endMs);
    month.expected += expected;
    month.households = Math.max(month.households, households);
    month.stats.mergePeak(stats);
  }

  private hand(names: Names, span: Span, stats: PeakStats, expected: number, households: number): void {
    if (!this.wanted.has(`${names.level} ${span.period}`)) return;
    this.emit(aggregateOf(names, span, stats, expected, households));
  }
}

const hourSpan = (day: LocalDay, hour: number): Span => ({
  period: 'hour',
  date: day.date,
  startMs: day.startMs + hour * HOUR_MS,
  endMs: Math.min(day.endMs, day.startMs + (hour + 1) * HOUR_MS),
  hour: day.clock[hour]!,
  final: true,
});

function dayOf(hours: readonly EnergyStats[], day: LocalDay): PeakStats {
  const stats = new PeakStats();
  for (const [hour, one] of hours.entries()) stats.addHour(one, day.startMs + hour * HOUR_MS, day.clock[hour]!);
  return stats;
}

function aggregateOf(
  names: Names,
  span: Span,
  stats: PeakStats,
  expected: number,
  households: number,
): EnergyAggregate {
  const { count, microWh, hours, peakMicroWh } = stats;
  const hasValues = count > 0;
  // One shape for all: a spread a household and day would cost more than reading its rows.
  return {
    level: names.level,
    period: span.period,
    city: names.city,
    district: names.district,
    household: names.household,
    date: span.date,
    hour: span.hour === undefined ? undefined : hourText(span.hour),
    startMs: span.startMs,
    endMs: span.endMs,
    final: span.final,
    households,
    count,
    expected,
    completeness: expected === 0 ? 0 : count / expected,
    estimated: stats.estimated,
    sumKwh: microWh / MICRO_WH_PER_KWH,
    minimumKwh: hasValues ? stats.minimumKwh : 0,
    meanKwh: hasValues ? microWh / (count * MICRO_WH_PER_KWH) : 0,
    maximumKwh: hasValues ? stats.maximumKwh : 0,
    peakHour: hasValues ? hourText(stats.peakClock) : '',
    peakStartMs: hasValues ? stats.peakStartMs : null,
    peakKwh: hasValues ? peakMicroWh / MICRO_WH_PER_KWH : 0,
    loadFactor: hasValues && peakMicroWh > 0 ? microWh / hours / peakMicroWh : 0,
  };
}
