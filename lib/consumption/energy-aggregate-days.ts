import { localDay } from '../stream/local-day';
import { dayText } from '../stream/local-time';
import type { DistrictDay } from './district-day';
import type { AggregateParts } from './energy-aggregate-parts';
import { layRows } from './energy-aggregate-rows';
import { EnergyStats } from './energy-stats';
import type { City, District, Places } from './places';
import { dropUnused } from './registry';
import { sumHours } from './rollup';

interface OpenDay {
  district: District;
  day: DistrictDay;
}

/** Emits what is final of the days that the watermark has passed, and forgets the days. */
export function closeDueDays(parts: AggregateParts): void {
  const { book, meters, places, rollup, rows } = parts;
  const due = book.dueDays();
  for (const { district, day } of due) {
    layRows(rows, meters, district, day, { counted: -1, laid: -1 });
    const { city } = district;
    if (rows.households.length > 0) rollup.takeDay(city.name, district.name, localDay(city.zone, day.day), rows);
  }
  book.close(due);
  for (const { district } of due) dropUnused(parts, district);
  // All days before the one that the watermark is in have been taken.
  rollup.closeBefore(datesAt(places, book.watermark.currentMs - 1));
}

/** Emits the hours of open days that the watermark has passed and to which energy came since they were emitted. */
export function emitOpenHours(parts: AggregateParts): void {
  for (const city of parts.places.sortedCities()) {
    const days = new Map<number, OpenDay[]>();
    for (const district of city.sortedDistricts()) {
      for (const day of district.openDays) days.set(day.day, [...(days.get(day.day) ?? []), { district, day }]);
    }
    for (const number of [...days.keys()].sort((a, b) => a - b)) emitHoursOf(parts, city, number, days.get(number)!);
  }
}

function emitHoursOf(
  { book, meters, rollup, rows }: AggregateParts,
  city: City,
  number: number,
  open: OpenDay[],
): void {
  const judged = open[0]!.day.judgedHours(book.watermark.currentMs);
  let changed = 0;
  for (const { day } of open) changed |= day.dirty & judged;
  if (changed === 0) return;
  const local = localDay(city.zone, number);
  const cityHours = local.clock.map(() => new EnergyStats());
  let cityHouseholds = 0;
  for (const { district, day } of open) {
    const own = day.dirty & judged;
    day.dirty &= ~judged;
    if (own !== 0) {
      layRows(rows, meters, district, day, { counted: judged, laid: own, onlyChanged: true });
      rollup.householdHours(city.name, district.name, local, rows, false);
    }
    layRows(rows, meters, district, day, { counted: judged, laid: changed });
    const households = rows.households.length;
    if (households === 0) continue;
    const hours = sumHours(local, rows);
    rollup.hours({ level: 'district', city: city.name, district: district.name }, local, hours, households, false, own);
    cityHouseholds += households;
    for (const [hour, stats] of hours.entries()) cityHours[hour]!.merge(stats);
  }
  if (cityHouseholds > 0) {
    rollup.hours({ level: 'city', city: city.name }, local, cityHours, cityHouseholds, false, changed);
  }
}

/** The local date of an instant in every city. */
function datesAt(places: Places, timeMs: number): (city: string) => string {
  const dates = new Map<string, string>();
  return (city) => {
    let date = dates.get(city);
    if (date === undefined) dates.set(city, (date = dayText(places.zoneOf(city).dayNumber(timeMs))));
    return date;
  };
}
