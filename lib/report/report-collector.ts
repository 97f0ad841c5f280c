import { Value } from '@sinclair/typebox/value';
import { DistrictRisk, type MeterReading, type Refusal } from '../messages';
import { type CityTimeZone, CityZones } from '../stream/booking-settings';
import { DayTable } from '../stream/day-table';
import { HourRows } from '../stream/hour-rows';
import type { DistrictDayReport } from './district-day';
import { districtReport } from './district-report';
import { createReport, type Report, type ReportFile } from './report';

const HOUR_MS = 3_600_000;
/** Shorter intervals are not those of meters, and their days would fill the memory. */
const MINUTE_MS = 60_000;
const MAX_OPEN_DAYS = 2000;

export interface CollectorSettings {
  timeZone: string;
  cityTimeZones: readonly CityTimeZone[];
  estimated: 'exclude' | 'count';
  maximumDetails: number;
}

type Row = Pick<DistrictDayReport, 'risk' | 'quality' | 'quartilesKwh'>;

interface OpenDay {
  table: DayTable;
  intervalMs: number;
}

/**
 * Collects final district scores, and for the plots the interval readings behind them, into a report. Readings of a
 * district-day come before its score; a score without readings is in the tables and not in the plots.
 */
export class ReportCollector {
  private readonly zones: CityZones;
  private readonly rows = new HourRows();
  private report!: Report;
  private kept = new Map<string, Row>();
  private open = new Map<string, OpenDay>();
  private ids = new Map<string, number>();
  private names: string[] = [];

  /** @throws Error when a time zone is not known */
  constructor(private readonly settings: CollectorSettings) {
    this.zones = new CityZones(settings);
    this.reset();
  }

  get districtDays(): number {
    return this.kept.size;
  }

  /** The scores that have been taken. */
  risks(): DistrictRisk[] {
    return [...this.kept.values()].map(({ risk }) => risk);
  }

  /** Takes readings and scores; gives what could not be used. */
  take(batch: readonly unknown[]): Refusal[] {
    const refused: Refusal[] = [];
    for (const element of batch) {
      if (isReading(element)) this.takeReading(element);
      else if (Value.Check(DistrictRisk, element)) this.takeRisk(element, refused);
      else {
        const message = 'it is neither a district score nor a meter reading';
        const remedy = 'wire scores of grid threshold risk and readings to this node';
        refused.push({ reason: 'not-a-score', message, remedy, original: element });
      }
    }
    return refused;
  }

  /** The files of the report, one after the other. */
  files(): Iterable<ReportFile> {
    return this.report.files();
  }

  reset(): void {
    this.report = createReport(this.settings);
    this.kept = new Map();
    this.open = new Map();
    this.ids = new Map();
    this.names = [];
  }

  /** The scores; the hours behind them are not kept, so plots of single days begin anew after a restart. */
  snapshot(): Row[] {
    return [...this.kept.values()];
  }

  restore(state: unknown): void {
    this.reset();
    for (const row of state as Row[]) {
      if (!Value.Check(DistrictRisk, row?.risk)) throw new Error('the snapshot is none of a report');
      this.keep({ ...row, hours: [], households: [], kwh: [] });
    }
  }

  private takeRisk(risk: DistrictRisk, refused: Refusal[]): void {
    if (!risk.final) return;
    const key = keyOf(risk.city, risk.district, risk.date);
    if (this.kept.has(key)) {
      const message = `district ${risk.district} of ${risk.city} on ${risk.date} is in the report already`;
      refused.push({ reason: 'duplicate', message, remedy: 'send reset to begin a new report', original: risk });
      return;
    }
    const day = this.open.get(key);
    this.open.delete(key);
    if (!day) {
      this.keep({ risk, quality: qualityOf(risk, 0), quartilesKwh: null, hours: [], households: [], kwh: [] });
      return;
    }
    day.table.toHourRows(this.rows, (id) => this.names[id]!);
    const report = districtReport(this.rows, day.table.day, risk);
    // The score knows which readings were estimated; the table has only what they are.
    const { missing } = report.quality;
    this.keep({ ...report, quality: qualityOf(risk, missing) });
  }

  private keep(day: DistrictDayReport): void {
    const { risk, quality, quartilesKwh } = day;
    this.report.add(day);
    this.kept.set(keyOf(risk.city, risk.district, risk.date), { risk, quality, quartilesKwh });
  }

  private takeReading({ city, district, household, meterId, interval, quality, flags }: MeterReading): void {
    if (!interval || city === undefined || district === undefined || flags?.includes('duplicate')) return;
    if (interval.lengthMs < MINUTE_MS || HOUR_MS % interval.lengthMs !== 0) return;
    const zone = this.zones.of(city);
    const { date } = zone.localHour(interval.startMs);
    const key = keyOf(city, district, date);
    let day = this.open.get(key);
    if (!day) {
      // Days without a score are forgotten, oldest first.
      if (this.open.size >= MAX_OPEN_DAYS) this.open.delete(this.open.keys().next().value!);
      day = { table: new DayTable(interval.lengthMs), intervalMs: interval.lengthMs };
      day.table.begin(zone, zone.dayNumber(interval.startMs));
      this.open.set(key, day);
    }
    if (day.intervalMs !== interval.lengthMs) return;
    const kwh = quality === 'missing' ? Number.NaN : Math.round(interval.energyWh * 1e6) / 1e9;
    day.table.putInstant(this.idOf(household ?? meterId), interval.startMs, kwh);
  }

  private idOf(name: string): number {
    let id = this.ids.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.ids.set(name, id);
      this.names.push(name);
    }
    return id;
  }
}

const keyOf = (...parts: string[]) => JSON.stringify(parts);

function qualityOf({ rows, estimatedRows }: DistrictRisk, missing: number): DistrictDayReport['quality'] {
  const unmeasured = Math.max(estimatedRows, missing);
  return { good: Math.max(0, rows - unmeasured), estimated: unmeasured - missing, suspect: 0, missing };
}

/** What is looked at of a reading is what it should be; the whole schema would take longer than everything else. */
function isReading(element: unknown): element is MeterReading {
  const { meterId, timeMs, interval, city, district, household, flags } = (element ?? {}) as Partial<MeterReading>;
  if (typeof meterId !== 'string' || typeof timeMs !== 'number') return false;
  if (![city, district, household].every((name) => name === undefined || typeof name === 'string')) return false;
  if (flags !== undefined && !Array.isArray(flags)) return false;
  if (interval === undefined) return true;
  const { startMs, lengthMs, energyWh } = interval ?? {};
  return isTime(startMs) && Number.isFinite(lengthMs) && Number.isFinite(energyWh);
}

/** An instant with a local day before and after it. */
const isTime = (ms: unknown): ms is number => typeof ms === 'number' && Math.abs(ms) < 8e15;
