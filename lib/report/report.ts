import { fileNames } from '../storage/file-names';
import { byText, CityRecord, type DayRow, rowsByDate } from './city-record';
import { cityReport } from './city-report';
import type { DistrictDayReport } from './district-day';
import { originalReport } from './original-report';
import { reportPage } from './page';
import { cityPlots, dayPlots } from './plots';
import { summaryCsv } from './summary-csv';
import { TopDays } from './top-days';

export interface ReportSettings {
  /** How the scores were made: whether an estimated reading may be a violation. The report only says so. */
  estimated: 'exclude' | 'count';
  /** District-days that are kept with their hours and households, those of the highest score. Default 60. */
  maximumDetails?: number;
  /** Rows of the files that were read, if known. */
  counts?: { read: number; accepted: number; quarantined: number };
  /** False: tables and reports only, no drawings and no page. Default true. */
  hasDrawings?: boolean;
  /** When the report is made, epoch milliseconds UTC. Without it the files do not say. */
  generatedMs?: number;
}

export interface ReportFile {
  /** Relative, with `/`; every part is safe as a file name. */
  path: string;
  content: string;
}

export interface Report {
  /** Takes a finished district-day, which must not be changed after. Throws when it has been added before. */
  add(day: DistrictDayReport): void;
  /**
   * Makes the files one after the other, so that only one is in memory: the summary of each city, the reports of each
   * city and date in the original's format and in ours, the drawings, and last the page that shows them together. The
   * same district-days give the same bytes, in whatever order they were added.
   */
  files(): Iterable<ReportFile>;
}

/**
 * Collects district-days and makes the report of them. In memory are a row for each district-day (about 1 KiB), a
 * histogram for each city, and the households' hours of at most `maximumDetails` district-days.
 * `counts` and `generatedMs` are read when the files are made, so they may be set until then.
 */
export function createReport(settings: ReportSettings): Report {
  const cities = new Map<string, CityRecord>();
  const top = new TopDays(settings.maximumDetails ?? 60);
  return {
    add(day) {
      const { city } = day.risk;
      const record = cities.get(city) ?? new CityRecord(city);
      record.add(day);
      cities.set(city, record);
      top.add(day);
    },
    *files() {
      const records = [...cities.values()].sort((a, b) => byText(a.city, b.city));
      yield* tables(records);
      yield* reports(records, top.list(), settings);
      if (settings.hasDrawings === false) return;
      yield* drawings(records, top.list());
      yield { path: 'report.html', content: reportPage(records, top.list(), settings) };
    },
  };
}

function* tables(records: readonly CityRecord[]): Iterable<ReportFile> {
  const names = fileNames(records.map(({ city }) => [city]));
  for (const [i, record] of records.entries()) {
    yield { path: `summary_csv/${names[i]}_summary.csv`, content: summaryCsv(record.sortedRows()) };
  }
}

function* reports(
  records: readonly CityRecord[],
  details: readonly DistrictDayReport[],
  { estimated: estimatedReadings, generatedMs }: ReportSettings,
): Iterable<ReportFile> {
  const hours = new Map(details.map(({ risk, hours }) => [risk, hours]));
  const hoursOf = ({ risk }: DayRow) => hours.get(risk);
  const days = records.flatMap((record) =>
    [...rowsByDate(record.sortedRows())].map(([date, rows]) => ({ city: record.city, date, rows })),
  );
  const names = fileNames(days.map(({ city, date }) => [city, date]));
  for (const [i, { city, date, rows }] of days.entries()) {
    const stem = `reports_json/${names[i]}_report`;
    yield { path: `${stem}.json`, content: originalReport(city, date, rows) };
    const about = { city, date, estimatedReadings, generatedMs };
    yield { path: `${stem}_full.json`, content: cityReport(about, rows, hoursOf) };
  }
}

function* drawings(records: readonly CityRecord[], details: readonly DistrictDayReport[]): Iterable<ReportFile> {
  const ofCities = fileNames(records.map(({ city }) => [city]));
  for (const [i, record] of records.entries()) {
    for (const { kind, svg } of cityPlots(record))
      yield { path: `plots/${ofCities[i]}_${kind}.svg`, content: svg('p') };
  }
  const ofDays = fileNames(details.map(({ risk }) => [risk.city, risk.district, risk.date]));
  for (const [i, day] of details.entries()) {
    for (const { kind, svg } of dayPlots(day)) yield { path: `plots/${ofDays[i]}_${kind}.svg`, content: svg('p') };
  }
}
