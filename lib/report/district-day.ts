import type { DistrictRisk } from '../messages';

/** How far the household-hours of a district-day can be trusted; together they are all rows. */
export interface QualityCounts {
  good: number;
  estimated: number;
  suspect: number;
  missing: number;
}

/** One district on one local day with everything that a report shows of it. */
export interface DistrictDayReport {
  risk: DistrictRisk;
  quality: QualityCounts;
  /** Minimum, first quartile, median, third quartile, maximum of the measured kWh; null without values. */
  quartilesKwh: [number, number, number, number, number] | null;
  /** The hours of the day in order of time (23, 24 or 25), with the sum over the households, filled rows included. */
  hours: { hour: string; sumKwh: number }[];
  /** Names of the households, sorted; the rows of `kwh`. */
  households: string[];
  /** kWh by household and place in `hours`; null where there is no value. */
  kwh: (number | null)[][];
}
