import type { TimeZone } from '../../lib/stream/local-time';
import { hashName, smoothNoise, unitOf } from '../random';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Share of the mean by local hour; invented: a morning ramp, a dip after noon, an evening peak. */
const WORKDAY = [
  78, 75, 74, 74, 76, 82, 93, 103, 108, 110, 111, 112, 111, 109, 107, 106, 107, 112, 118, 116, 108, 101, 94, 86,
];
const SATURDAY = [77, 73, 71, 70, 70, 71, 74, 79, 86, 91, 94, 95, 94, 91, 89, 88, 90, 96, 102, 100, 93, 87, 83, 78];
const SUNDAY = [71, 68, 66, 65, 65, 65, 66, 69, 75, 80, 84, 88, 87, 84, 81, 80, 82, 89, 96, 95, 90, 85, 81, 75];
/** Months and days that are Sundays whatever the weekday is. */
const HOLIDAYS = new Set(['01-01', '05-01', '10-03', '12-24', '12-25', '12-26', '12-31']);

const MEAN_MW = 57_000;

/** The evening of the year that stresses the grid most: which day of January, and how far above a usual one. */
export interface WorstEvening {
  day: number;
  share: number;
}

/**
 * Load of an invented country with about 80 million people, MW: a function of (seed, time) alone, simulated and not
 * measured. Seasons and spells of cold weather (heating), weekdays, holidays and hours, a slow and a quick wander. On one
 * cold evening of January, drawn by the seed, it is the highest of the year.
 */
export function nationalLoadMw(seed: number, zone: TimeZone, timeMs: number): number {
  const local = new Date(timeMs + zone.offsetMs(timeMs));
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  const dayOfYear = (local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY_MS;
  // 1 in the middle of January, -1 in the middle of July.
  const winter = Math.cos((2 * Math.PI * (dayOfYear - 15)) / 365.25);
  const spell = smoothNoise(hashName(seed, 'load/spell'), timeMs / (4 * DAY_MS));
  // Cold is heated against; warmth is hardly cooled against.
  const season = 1 + 0.08 * winter + 0.025 * spell * (0.6 + 0.4 * winter);
  // Long evenings of winter are lit; in summer people are out.
  const evening = 0.03 * winter * bump(hour, 18.5, 2);
  const wander = 0.01 * smoothNoise(hashName(seed, 'load/day'), timeMs / DAY_MS);
  const noise = 0.005 * smoothNoise(hashName(seed, 'load/hour'), timeMs / HOUR_MS);
  const shape = shapeAt(shapeOf(local), hour) + evening + wander + noise;
  return MEAN_MW * season * shape * (1 + extraShare(seed, local, hour));
}

/** One of Tuesday to Thursday between 14 and 27 January, drawn by the seed. */
export function worstEvening(seed: number, year: number): WorstEvening {
  const days = Array.from({ length: 14 }, (_, at) => 14 + at).filter((day) => {
    const weekday = new Date(Date.UTC(year, 0, day)).getUTCDay();
    return weekday >= 2 && weekday <= 4;
  });
  const day = days[Math.floor(unitOf(seed, 'load/worst-day') * days.length)]!;
  return { day, share: 0.1 + 0.02 * unitOf(seed, 'load/worst-share') };
}

function extraShare(seed: number, local: Date, hour: number): number {
  if (local.getUTCMonth() !== 0) return 0;
  const worst = worstEvening(seed, local.getUTCFullYear());
  return local.getUTCDate() === worst.day ? worst.share * bump(hour, 18.5, 2.5) : 0;
}

function shapeOf(local: Date): readonly number[] {
  const weekday = local.getUTCDay();
  if (weekday === 0 || HOLIDAYS.has(local.toISOString().slice(5, 10))) return SUNDAY;
  return weekday === 6 ? SATURDAY : WORKDAY;
}

/** Straight between the hours; from the last hour of a day on it stays. */
function shapeAt(shape: readonly number[], hour: number): number {
  const at = Math.floor(hour);
  const next = shape[Math.min(at + 1, 23)]!;
  return (shape[at]! + (hour - at) * (next - shape[at]!)) / 100;
}

/** 1 in the middle, falling to 0 over some hours on both sides. */
function bump(hour: number, middle: number, widthHours: number): number {
  return Math.exp(-(((hour - middle) / widthHours) ** 2));
}
