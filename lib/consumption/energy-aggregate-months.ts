import type { EnergyAggregate } from '../messages';
import type { LocalDay } from '../stream/hour-rows';
import type { TimeZone } from '../stream/local-time';
import { aggregateOf, HOUR_MS, type Names } from './energy-aggregate-message';
import { PeakStats } from './energy-stats';

const DAY_MS = 86_400_000;

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

/** A month as plain JSON data. */
export type MonthState = [
  names: Names,
  date: string,
  startMs: number,
  endMs: number,
  expected: number,
  households: number,
  stats: number[],
];

export interface MonthSettings {
  /** With it, a month is the whole month of the calendar; otherwise it is the days of it that came. */
  zoneOf?(city: string): TimeZone;
  /** More months than this are not kept: the one that was added to longest ago is handed on as it is. */
  maximumMonths?: number;
}

/** Adds days up to months. A day that never comes lowers the completeness of its calendar month. */
export class OpenMonths {
  private readonly months = new Map<string, Month>();

  constructor(
    private readonly settings: MonthSettings,
    private readonly emit: (aggregate: EnergyAggregate) => void,
  ) {}

  /** Takes a complete day. */
  add(names: Names, day: LocalDay, stats: PeakStats, households: number): void {
    const { zoneOf, maximumMonths = Number.POSITIVE_INFINITY } = this.settings;
    const date = day.date.slice(0, 7);
    const id = idOf(names, date);
    let month = this.months.get(id);
    if (!month) {
      const { startMs, endMs } = zoneOf ? monthBounds(zoneOf(names.city), date) : day;
      month = { names, date, startMs, endMs, expected: 0, households: 0, stats: new PeakStats() };
      for (const [oldest, one] of this.months) {
        if (this.months.size < maximumMonths) break;
        this.hand(oldest, one);
      }
      this.months.set(id, month);
    } else if (maximumMonths < Number.POSITIVE_INFINITY) {
      // To the end of the order in which months are given up.
      this.months.delete(id);
      this.months.set(id, month);
    }
    month.startMs = Math.min(month.startMs, day.startMs);
    month.endMs = Math.max(month.endMs, day.endMs);
    month.households = Math.max(month.households, households);
    month.expected = zoneOf
      ? month.households * Math.ceil((month.endMs - month.startMs) / HOUR_MS)
      : month.expected + households * day.clock.length;
    month.stats.mergePeak(stats);
  }

  /** Hands on the months of which nothing more can come: those before the month of a city's day. */
  closeBefore(dateOf: (city: string) => string): void {
    for (const [id, month] of this.months) {
      if (month.date < dateOf(month.names.city).slice(0, 7)) this.hand(id, month);
    }
  }

  snapshot(): MonthState[] {
    return [...this.months.values()].map(({ names, date, startMs, endMs, expected, households, stats }) => [
      names,
      date,
      startMs,
      endMs,
      expected,
      households,
      stats.snapshot(),
    ]);
  }

  restore(saved: readonly MonthState[]): void {
    this.months.clear();
    for (const [names, date, startMs, endMs, expected, households, numbers] of saved) {
      const stats = new PeakStats();
      stats.restore(numbers);
      this.months.set(idOf(names, date), { names, date, startMs, endMs, expected, households, stats });
    }
  }

  private hand(id: string, { names, date, startMs, endMs, expected, households, stats }: Month): void {
    this.months.delete(id);
    this.emit(aggregateOf(names, { period: 'month', date, startMs, endMs, final: true }, stats, expected, households));
  }
}

/** Lengths keep names apart whatever is in them. */
const idOf = ({ level, city, district = '', household = '' }: Names, date: string) =>
  `${level} ${date} ${city.length} ${district.length} ${city}${district}${household}`;

/** The instants at which a month YYYY-MM begins and ends. */
function monthBounds(zone: TimeZone, date: string): { startMs: number; endMs: number } {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const start = (monthIndex: number) => zone.dayBounds(Date.UTC(year, monthIndex) / DAY_MS).startMs;
  return { startMs: start(month - 1), endMs: start(month) };
}
