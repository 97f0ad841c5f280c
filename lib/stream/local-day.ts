import type { LocalDay } from './hour-rows';
import { dayText, type TimeZone } from './local-time';

const HOUR_MS = 3_600_000;

const CLOCK = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** The hour of the wall clock as text, HH:00. */
export const clockText = (hour: number): string => CLOCK[hour]!;

/** The local day of a number, with the hours that its wall clock shows. */
export function localDay(zone: TimeZone, day: number): LocalDay {
  const { startMs, endMs } = zone.dayBounds(day);
  const hours = Math.ceil((endMs - startMs) / HOUR_MS);
  const clock = Array.from({ length: hours }, (_, hour) => zone.hourOfDay(startMs + hour * HOUR_MS));
  return { day, date: dayText(day), startMs, endMs, clock };
}
