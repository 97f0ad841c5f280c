import { median, robustScale } from './robust';
import { studentTail } from './student';

/** More than this is not said: no history reaches so far. */
export const MOST_SCORE = 12;
/** Days need at least so many others before them to be judged. */
const FEWEST_DAYS = 3;
/** A feeder is not taken to repeat itself better than to this share of what goes in. */
const FLOOR_SHARE = 0.001;
/** Tails of the residuals of single windows: far heavier than normal, since loads switch within a window. */
const WINDOW_FREEDOM = 4;

/**
 * −log10 of how often an honest feeder has a mean gap as large over a day, by its own days: the upper tail of Student's t
 * with (days − 1) degrees of freedom about their median, with their robust scale times √(1 + 1/days) (prediction of a
 * new value), and at least 0.1 % of what goes in. 0 with fewer than three days.
 * @param daysW mean gap of days before this one, W @param wentInW mean of what went in, W
 */
export function dayScore(gapW: number, daysW: readonly number[], wentInW: number): number {
  const days = daysW.length;
  if (days < FEWEST_DAYS) return 0;
  const scale = Math.max(robustScale(daysW), FLOOR_SHARE * wentInW) * Math.sqrt(1 + 1 / days);
  return scoreOf((gapW - median(daysW)) / scale, days - 1);
}

/** The same for a window, by the scale of the residuals of windows; their tails are taken as Student's t with 4 degrees. */
export function windowScore(gapW: number, scaleW: number, wentInW: number): number {
  if (!(scaleW > 0)) return 0;
  return scoreOf(gapW / Math.max(scaleW, FLOOR_SHARE * wentInW), WINDOW_FREEDOM);
}

function scoreOf(t: number, freedom: number): number {
  // Neither more nor less than usual is a score of log10(2), not of 0; below the usual it goes to 0.
  if (!(t > 0)) return 0;
  return Math.min(MOST_SCORE, -Math.log10(Math.max(studentTail(t, freedom), 10 ** -MOST_SCORE)));
}
