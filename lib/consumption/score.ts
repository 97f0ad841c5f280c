import type { DistrictRisk } from '../messages';
import { type DayHour, HourTotals, KahanSum, scoreHours } from './day-score';
import { hourMask, parseHour } from './hours';

/** One household in one hour of a local day: one row of a district-day file. */
export interface HouseholdHour {
  household: string;
  /** Hour of the wall clock, 0–23. */
  hour: number;
  /** True for the second of the two equal hours on the day that has 25. */
  repeated?: boolean;
  /** Energy of the hour in kWh; null when it is missing. */
  kwh: number | null;
  /** The value is estimated and not measured. */
  estimated?: boolean;
}

export interface ScoreSettings {
  city: string;
  district: string;
  /** Local day, YYYY-MM-DD. */
  date: string;
  /** Threshold of a household-hour in kWh. */
  thresholdKwh: number;
  /** Critical hours of the wall clock as HH:00; texts that are none are left out. */
  criticalHours: readonly string[];
  /** Default `exclude`. */
  estimated?: 'exclude' | 'count';
}

/**
 * The risk score of one district on one day.
 *
 * - A row without a value counts as a row with the mean of all values of the district-day, and is estimated.
 * - Violation: kWh > threshold, strictly. Ratio = violations / all rows, estimated and filled ones included.
 * - Peak hour: the hour with the largest summed kWh, filled rows included; the first of equal ones. The two equal hours
 *   of a 25-hour day are two hours with the same name: adding them up would make the night look like the peak.
 * - At risk when ratio ≥ 0.25 or the peak hour is critical; then score = 0.6·ratio + 0.4·(1 if critical), else 0;
 *   two decimals as NumPy rounds; level from the rounded score: 0 NO RISK, ≤ 0.30 LOW, ≤ 0.60 MEDIUM, above HIGH.
 * - `estimated: 'exclude'`: an estimated or filled row is never a violation. It stays in the ratio's denominator, in the
 *   average and in the peak hour, so this one thing is all that differs. `'count'`: it is one like any other, which
 *   gives the figures of the original analyzer exactly (sums in the order of the households, as pandas adds).
 *
 * The order of the rows does not matter.
 */
export function scoreDistrictDay(rows: readonly HouseholdHour[], settings: ScoreSettings): DistrictRisk {
  const { city, district, date, thresholdKwh, criticalHours, estimated = 'exclude' } = settings;
  const sorted = [...rows].sort((a, b) => position(a) - position(b) || byText(a.household, b.household) || byKwh(a, b));
  const hours: (DayHour & { rows: HouseholdHour[] })[] = [];
  for (const row of sorted) {
    const last = hours.at(-1)?.rows[0];
    if (!last || position(last) !== position(row)) hours.push({ hour: row.hour, totals: new HourTotals(), rows: [] });
    const hour = hours.at(-1)!;
    hour.rows.push(row);
    const counts = estimated === 'count' || !row.estimated;
    if (row.kwh === null) hour.totals.missing++;
    else hour.totals.add(row.kwh, row.estimated === true, counts, thresholdKwh);
  }
  const households = new Set(rows.map((row) => row.household)).size;
  const criticalMask = hourMask(criticalHours.map(parseHour).filter((hour) => hour !== undefined));
  const day = { city, district, date, thresholdKwh, criticalMask, estimated, households, final: true };
  const inFileOrder = () => [...sorted].sort((a, b) => byText(a.household, b.household) || position(a) - position(b));
  return scoreHours(hours, day, {
    inFileOrder: () => inFileOrder().map((row) => row.kwh ?? Number.NaN),
    filledSums: (fillKwh) =>
      hours.map((hour) => {
        const sum = new KahanSum();
        for (const { kwh } of hour.rows) sum.add(kwh ?? fillKwh);
        return sum;
      }),
  });
}

/** Place of a row in the day; a repeated hour comes right after its first. */
const position = (row: HouseholdHour) => row.hour * 2 + (row.repeated ? 1 : 0);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byKwh = (a: HouseholdHour, b: HouseholdHour) => (a.kwh ?? -1) - (b.kwh ?? -1);
