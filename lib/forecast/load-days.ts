import type { TimeZone } from '../stream/local-time';

const HOUR_MS = 3_600_000;
export const HOURS = 24;
/** A file of a century is a mistake in a date. */
const MOST_DAYS = 36_600;

/** A mean load from `timeMs` on. */
export interface TimedLoad {
  timeMs: number;
  loadMw: number;
}

/** Loads by local day and hour of the wall clock: every day has 24 hours, the repeated one being the mean of both. */
export interface LoadDays {
  zone: TimeZone;
  /** Number of the first day (days since 1970-01-01 on the local calendar). */
  firstDay: number;
  /** How many days there are, the last of them perhaps incomplete. */
  days: number;
  /** MW, `24 · (day − firstDay) + hour`; NaN: no load, or none above 0. */
  loadsMw: Float64Array;
}

/**
 * Hourly means of loads in any order, of any step up to an hour.
 * @throws Error when there is none, or the times span more than a century
 */
export function loadDays(loads: Iterable<TimedLoad>, zone: TimeZone): LoadDays {
  const sums = new Map<number, { sum: number; count: number }>();
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;
  for (const { timeMs, loadMw } of loads) {
    if (!(loadMw > 0 && Number.isFinite(loadMw))) continue;
    const day = zone.dayNumber(timeMs);
    firstDay = Math.min(firstDay, day);
    lastDay = Math.max(lastDay, day);
    const slot = day * HOURS + zone.hourOfDay(timeMs);
    const hour = sums.get(slot);
    if (hour) {
      hour.sum += loadMw;
      hour.count++;
    } else sums.set(slot, { sum: loadMw, count: 1 });
  }
  if (sums.size === 0) throw new Error('load forecast: there is no load above 0: give a load history');
  const days = lastDay - firstDay + 1;
  if (days > MOST_DAYS) throw new Error(`load forecast: the loads span ${days} days: check the times`);
  const loadsMw = new Float64Array(days * HOURS).fill(Number.NaN);
  for (const [slot, { sum, count }] of sums) loadsMw[slot - firstDay * HOURS] = sum / count;
  const table = { zone, firstDay, days, loadsMw };
  for (let day = 0; day < days; day++) fillSkippedHour(table, day);
  return table;
}

/** The hour that the wall clock skips in spring takes the load of the hour before, so that the day can be learned from. */
function fillSkippedHour({ zone, firstDay, loadsMw }: LoadDays, day: number): void {
  const { startMs, endMs } = zone.dayBounds(firstDay + day);
  if (endMs - startMs >= HOURS * HOUR_MS) return;
  const shown = new Set(hoursOfDay(zone, firstDay + day).map(({ hour }) => hour));
  for (let hour = 1; hour < HOURS; hour++)
    if (!shown.has(hour)) loadsMw[day * HOURS + hour] = loadsMw[day * HOURS + hour - 1]!;
}

/** The hours that a local day really has (23 to 25): when each begins, and what the wall clock shows. */
export function hoursOfDay(zone: TimeZone, day: number): { timeMs: number; hour: number }[] {
  const { startMs, endMs } = zone.dayBounds(day);
  const hours = Math.round((endMs - startMs) / HOUR_MS);
  return Array.from({ length: hours }, (_, k) => {
    const timeMs = startMs + k * HOUR_MS;
    return { timeMs, hour: zone.hourOfDay(timeMs) };
  });
}
