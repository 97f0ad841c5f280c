import { sampleCorrelation } from 'simple-statistics';

/** A day with fewer known hours has no shape to speak of. */
const LEAST_HOURS = 20;

/**
 * How much more a day looks like the usual one read backwards than like the usual one: difference of the two
 * correlations (Pearson) of its hours, −2 to 2. NaN when too few hours are known, or one of the days is flat.
 *
 * @param hourlyW mean power of the local hours, W; null where it is not known
 * @param usualW usual mean power of an hour, W; NaN where it is not known
 */
export function shapeReversal(hourlyW: readonly (number | null)[], usualW: (hour: number) => number): number {
  const day: number[] = [];
  const usual: number[] = [];
  const reversed: number[] = [];
  for (const [hour, powerW] of hourlyW.entries()) {
    const known = usualW(hour) + usualW(23 - hour);
    if (powerW === null || Number.isNaN(known)) continue;
    day.push(powerW);
    usual.push(usualW(hour));
    reversed.push(usualW(23 - hour));
  }
  if (day.length < LEAST_HOURS) return Number.NaN;
  return sampleCorrelation(day, reversed) - sampleCorrelation(day, usual);
}
