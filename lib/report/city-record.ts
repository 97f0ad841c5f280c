import type { DistrictRisk, RiskLevel } from '../messages';
import type { DistrictDayReport } from './district-day';
import { EnergyHistogram } from './histogram';

/** What is kept of every district-day. */
export type DayRow = Pick<DistrictDayReport, 'risk' | 'quality' | 'quartilesKwh'>;

/** From the least to the highest. */
export const LEVELS: readonly RiskLevel[] = ['NO RISK', 'LOW', 'MEDIUM', 'HIGH'];

/** What is kept of a city: a row for each district-day, and how its household-hours are distributed. */
export class CityRecord {
  readonly histogram = new EnergyHistogram();
  private rows = new Map<string, DayRow>();

  constructor(readonly city: string) {}

  /** Throws when the district has this day already: which of the two holds would be a matter of order. */
  add(day: DistrictDayReport): void {
    const { risk, quality, quartilesKwh } = day;
    const key = JSON.stringify([risk.date, risk.district]);
    if (this.rows.has(key)) {
      const place = `district ${risk.district} of ${risk.city} on ${risk.date}`;
      throw new Error(`${place} is in the report already: add each district-day once, when it is final`);
    }
    this.rows.set(key, { risk, quality, quartilesKwh });
    for (const household of day.kwh) for (const kwh of household) if (kwh !== null) this.histogram.add(kwh);
  }

  /** By date and then by district. */
  sortedRows(): DayRow[] {
    return [...this.rows.values()].sort((a, b) => byDay(a.risk, b.risk));
  }
}

/** The rows of each date, in their order. */
export function rowsByDate(rows: readonly DayRow[]): Map<string, DayRow[]> {
  return groupedBy(rows, ({ risk }) => risk.date);
}

export function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function levelCounts(rows: readonly DayRow[]): Record<RiskLevel, number> {
  const counts = { 'NO RISK': 0, LOW: 0, MEDIUM: 0, HIGH: 0 };
  for (const { risk } of rows) counts[risk.level]++;
  return counts;
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byDay = (a: DistrictRisk, b: DistrictRisk) => byText(a.date, b.date) || byText(a.district, b.district);

/** The highest score first; then the earlier date, the district, the city. */
export function byScore(a: DistrictRisk, b: DistrictRisk): number {
  return b.score - a.score || byDay(a, b) || byText(a.city, b.city);
}
