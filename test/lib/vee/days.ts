import {
  completeVeeSettings,
  type DayContext,
  DayVector,
  dayRules,
  decisionOf,
  namesOf,
  QUALITIES,
  type VeeSettings,
  validateDay,
} from '../../../lib/vee';

export const HOUR = 3_600_000;
/** Monday 2026-06-01, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 5, 1);

/** 24 values in Wh that no rule speaks of: no two alike in a row, no peak. */
export const CLEAN: readonly number[] = [
  310, 290, 305, 280, 320, 350, 500, 700, 650, 600, 580, 620, 640, 610, 590, 630, 700, 900, 1100, 1200, 1000, 800, 600,
  400,
];

/** CLEAN with some values replaced; null is missing. */
export function withValues(changes: Record<number, number | null>): (number | null)[] {
  return CLEAN.map((wh, i) => (i in changes ? changes[i]! : wh));
}

/** What `validateDay` makes of a day of hourly values; the result is plain lists. */
export function validated(
  values: readonly (number | null)[],
  settings: Partial<VeeSettings> = {},
  context: Partial<DayContext> = {},
  marks: Record<number, number> = {},
) {
  const day = new DayVector();
  const intervalMs = (settings.intervalMinutes ?? 60) * 60_000;
  day.begin(MONDAY, MONDAY + values.length * intervalMs, intervalMs);
  for (const [i, wh] of values.entries()) if (wh !== null) day.put(i, wh, marks[i] ?? 0);
  const tail = { lastWh: Number.NaN, soundWh: Number.NaN, run: 0, idleDays: 0 };
  validateDay(day, { tail, isInactive: false, ...context }, dayRules(completeVeeSettings(settings)));
  const cells = [...values.keys()];
  return {
    wh: cells.map((i) => day.energyWh[i]!),
    quality: cells.map((i) => QUALITIES[day.quality[i]!]!),
    rule: cells.map((i) => decisionOf(day.marks[i]!)),
    rules: cells.map((i) => namesOf(day.marks[i]!)),
    tail: day.tail,
    /** The cells of which a rule spoke. */
    of: (rule: string) => cells.filter((i) => (namesOf(day.marks[i]!) as string[]).includes(rule)),
    /** All rules that spoke of any cell. */
    all: [...new Set(cells.flatMap((i) => namesOf(day.marks[i]!)))].sort(),
  };
}

/** Like days that say the same of every cell, or a value by cell. */
export function like(mean: number, cell: (wall: number) => number = () => mean) {
  return { meanWh: () => mean, cellWh: cell };
}
