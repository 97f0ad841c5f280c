import { HOURS, type LoadDays } from './load-days';
import { RecentErrors } from './recent-errors';
import { predict, ridge } from './ridge';

/** Older days are not learned from. */
const MOST_TRAINING_DAYS = 800;
/** What lies so far back counts half. */
const HALF_LIFE_DAYS = 120;
const CALENDAR_SHRINKAGE = 0.01;
const ERROR_SHRINKAGE = 0.1;
/** Four weeks show each day of the week four times. */
export const FEWEST_TRAINING_DAYS = 28;

/**
 * Loads of a day by a regression with correlated errors: the log of the load on the calendar, for each hour of the day,
 * and what that leaves on what it left lately. Both are ridge regressions in which old days fade.
 * @param calendar features of a day by its index
 * @param day index of the day from the first one, at most `history.days`
 * @param leadHours from the issue to the beginning of the day, 0 to 23; no hour after the issue is looked at
 * @returns MW by hour of the wall clock; undefined when fewer than 28 whole days are known
 */
export function dayByModel(
  history: LoadDays,
  calendar: (day: number) => readonly number[],
  day: number,
  leadHours: number,
): Float64Array | undefined {
  const issue = day * HOURS - leadHours;
  const first = Math.max(0, day - MOST_TRAINING_DAYS);
  const learned = trainingDays(history, day, leadHours);
  if (learned.length < FEWEST_TRAINING_DAYS) return undefined;
  const logs = history.loadsMw.subarray(first * HOURS, issue).map(Math.log);
  const rows = learned.map(calendar);
  const weights = learned.map((at) => 0.5 ** ((day - at) / HALF_LIFE_DAYS));
  const targets = learned.map((at) => logs.subarray((at - first) * HOURS, (at - first + 1) * HOURS));
  const byCalendar = ridge(rows, targets, weights, CALENDAR_SHRINKAGE);
  const errors = logs.map((log, i) => log - predict(byCalendar, calendar(first + Math.floor(i / HOURS)), i % HOURS));
  const recent = new RecentErrors(errors);
  return Float64Array.from({ length: HOURS }, (_, hour) => {
    const slot = (at: number) => (at - first) * HOURS + hour;
    const features = (at: number) => recent.features((at - first) * HOURS - leadHours, slot(at));
    const left = learned.map((at) => [errors[slot(at)]!]);
    const byErrors = ridge(learned.map(features), left, weights, ERROR_SHRINKAGE);
    return Math.exp(predict(byCalendar, calendar(day), hour) + predict(byErrors, features(day), 0));
  });
}

/** Days that can be learned from: those whose 24 loads are all known at the issue, at most 800 back. */
export function trainingDays({ loadsMw }: LoadDays, day: number, leadHours: number): number[] {
  const whole: number[] = [];
  for (let at = Math.max(0, day - MOST_TRAINING_DAYS); (at + 1) * HOURS <= day * HOURS - leadHours; at++)
    if (loadsMw.subarray(at * HOURS, (at + 1) * HOURS).every(Number.isFinite)) whole.push(at);
  return whole;
}
