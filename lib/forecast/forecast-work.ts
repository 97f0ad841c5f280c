import type { LoadForecast } from '../messages';
import { TimeZone } from '../stream/local-time';
import { type BacktestReport, backtest } from './backtest';
import { DayAhead } from './day-ahead';
import type { HolidayShare } from './day-features';
import { trainingDays } from './day-model';
import { HOURS, type LoadDays, loadDays, type TimedLoad } from './load-days';
import type { HourlyLoads } from './load-history';

const HOUR_MS = 3_600_000;

/** What there is to compute from a history. */
export interface ForecastWork {
  history: HourlyLoads;
  timeZone: string;
  /** The forecast of a local day (days since 1970-01-01), or a test of so many of the last days. */
  task: { day: number } | { backtestDays: number };
  leadHours: number;
}
export type WorkResult = { forecast: LoadForecast } | { backtest: BacktestReport };

/**
 * Trains on a history, and forecasts or tests.
 * @param progress told how many days of a test are done, and of how many
 * @throws Error when too little is known for any method, which says what is missing
 */
export function forecastWork(
  { history, timeZone, task, leadHours }: ForecastWork,
  holidays: HolidayShare,
  progress: (done: number, of: number) => void,
): WorkResult {
  const days = loadDays(timedLoads(history), new TimeZone(timeZone));
  if ('day' in task) return { forecast: forecastOf(days, task.day, leadHours, holidays) };
  return { backtest: backtest(days, new DayAhead(days, { holidays, leadHours }), task.backtestDays, progress) };
}

/** The forecast of a day; where the last loads before its issue are missing, it is issued when they were known, and says so. */
export function forecastOf(history: LoadDays, day: number, leadHours: number, holidays: HolidayShare): LoadForecast {
  const start = (day - history.firstDay) * HOURS;
  const known = history.loadsMw.subarray(0, Math.max(0, start)).findLastIndex(Number.isFinite) + 1;
  const missing = start - known - leadHours;
  if (start - known >= HOURS) throw new Error(`load forecast: no load is known of the day before: it needs one`);
  const lead = Math.max(leadHours, start - known);
  const { reason, hours, ...rest } = new DayAhead(history, { holidays, leadHours: lead }).forecast(day);
  const reasons = [reason, missing > 0 ? `the last ${missing} hours before the issue are missing` : undefined];
  const why = reasons.filter((text) => text !== undefined).join('; ');
  return {
    ...rest,
    ...(why === '' ? {} : { reason: why }),
    timeZone: history.zone.name,
    trainingDays: trainingDays(history, day - history.firstDay, lead).length,
    hours,
  };
}

function* timedLoads({ firstMs, loadsMw }: HourlyLoads): Generator<TimedLoad> {
  for (const [hour, loadMw] of loadsMw.entries())
    if (Number.isFinite(loadMw)) yield { timeMs: firstMs + hour * HOUR_MS, loadMw };
}
