import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AGGREGATES } from '../../lib/consumption/energy-aggregate-message';
import { scoreRows } from '../../lib/consumption/score-rows';
import {
  CITY_FILE,
  CsvReader,
  type CsvSettings,
  type DataFile,
  DISTRICT_FILE,
  DistrictDays,
  type DistrictTable,
  FileNames,
  type FileNotice,
  findDataFiles,
  ImportContext,
  type PlaceSettings,
  QuarantineFolder,
  readChunksSync,
  unreadable,
} from '../../lib/ingest';
import type { DistrictRisk } from '../../lib/messages';
import { createReport, districtReport, type Report } from '../../lib/report';
import { writeAllAtomic } from '../../lib/storage';
import { HourRows } from '../../lib/stream';
import { AggregationThread } from './aggregation-thread';
import { CityRules, type DistrictRule } from './city-rules';
import { Validation } from './validation';

/** About 500 MB, when the files do not name their days and are not in order of time. */
const MEMORY = { openCells: 40_000_000, isStrict: true };

const SHORTEST_VALIDATED_MINUTES = 5;

export interface AnalysisSettings {
  csv: CsvSettings;
  place: PlaceSettings;
  fallback: DistrictRule;
  estimated: 'exclude' | 'count';
  /** District-days that are drawn. */
  maximumDetails: number;
  /** Which tables of aggregates are written; `default` leaves the household-hours out. */
  aggregates: 'none' | 'default' | 'all';
  hasPlots: boolean;
  vee: 'off' | 'flag' | 'estimate';
}

export interface AnalysisResult {
  files: number;
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  districts: DistrictRisk[];
  notices: FileNotice[];
}

export interface Progress {
  doneBytes: number;
  totalBytes: number;
  rows: number;
}

/** Reads a folder of CSV and JSON files, judges every district-day, and writes tables, reports, plots and quarantine. */
export class Analysis {
  private readonly rows = new HourRows();
  private readonly context = new ImportContext();
  private readonly rules: CityRules;
  private readonly report: Report;
  private readonly days: DistrictDays;
  private readonly aggregates: AggregationThread;
  private readonly quarantine: QuarantineFolder;
  private readonly validation: Validation | undefined;
  private readonly reportCounts = { read: 0, accepted: 0, quarantined: 0 };
  private readonly result: AnalysisResult = {
    files: 0,
    rowsRead: 0,
    rowsAccepted: 0,
    rowsQuarantined: 0,
    districts: [],
    notices: [],
  };
  private readonly chunk = new Uint8Array(262_144);
  private newestDate = '';
  /** What is before the newest day is complete, of all districts: the files name their days. */
  private isInOrder = false;
  private hasOneUnnamed = false;

  constructor(
    private readonly output: string,
    private readonly settings: AnalysisSettings,
    nowMs: number,
    private readonly onProgress: (progress: Progress) => void,
    private readonly signal: AbortSignal,
  ) {
    const { csv, place, fallback, estimated, maximumDetails } = settings;
    this.rules = new CityRules(fallback, (notice) => this.result.notices.push(notice));
    this.quarantine = new QuarantineFolder(join(output, 'quarantine'));
    const { aggregates } = settings;
    const kinds =
      aggregates === 'none' ? [] : AGGREGATES.filter((kind) => aggregates === 'all' || kind !== 'household hour');
    this.aggregates = new AggregationThread({ folder: join(output, 'aggregates'), kinds, timeZone: place.timeZone });
    const { intervalMinutes } = csv;
    const { vee } = settings;
    // Rules of single intervals say nothing about readings every minute.
    const isValidated = vee !== 'off' && intervalMinutes >= SHORTEST_VALIDATED_MINUTES;
    if (isValidated) this.validation = new Validation({ intervalMinutes, timeZone: place.timeZone, mode: vee });
    this.report = createReport({
      estimated,
      maximumDetails,
      counts: this.reportCounts,
      hasDrawings: settings.hasPlots,
    });
    this.days = new DistrictDays(this.context, place, csv.intervalMinutes * 60_000, nowMs, MEMORY, (day) =>
      this.judge(day),
    );
  }

  /** @throws Error when the data cannot be read or the output cannot be written */
  async run(data: string): Promise<AnalysisResult> {
    const found = await findDataFiles(data, new FileNames(DISTRICT_FILE), new FileNames(CITY_FILE), this.output);
    this.result.notices.push(...found.notices);
    for (const file of found.json) await this.rules.read(file);
    try {
      await this.readAll(found.csv);
    } catch (error) {
      for (const part of [this.aggregates, this.quarantine, this.validation]) await part?.abandon();
      throw error;
    }
    await this.write();
    return this.result;
  }

  private async readAll(files: readonly DataFile[]): Promise<void> {
    await this.aggregates.begin();
    await this.quarantine.begin();
    await this.validation?.begin(this.output);
    const unnamed = files.filter(({ named }) => named === undefined).length;
    this.isInOrder = unnamed === 0;
    this.hasOneUnnamed = unnamed === 1;
    const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    let doneBytes = 0;
    for (const file of files) {
      await this.read(file);
      doneBytes += file.size;
      this.onProgress({ doneBytes, totalBytes, rows: this.result.rowsRead });
    }
    this.days.end();
    this.rules.reportUnused();
    // Each waits for the disk several times.
    await Promise.all([this.aggregates.end(), this.quarantine.end(), this.validation?.end()]);
  }

  private async read({ path, name, named }: DataFile): Promise<void> {
    const { result, days } = this;
    days.beginFile(named, this.hasOneUnnamed);
    const reader: CsvReader = new CsvReader(
      this.settings.csv,
      {
        rows: (batch) => {
          days.setTimeKind(reader.format!.time.kind);
          days.take(batch);
        },
        reject: (reject) => this.quarantine.add(name, reject, reader.lineEnd),
      },
      this.context,
    );
    const failure = { error: undefined as Error | undefined };
    for (const chunk of this.chunksOf(path, failure)) {
      reader.write(chunk);
      await this.aggregates.ready();
      await this.quarantine.pass(name, reader.headerBytes);
      await this.validation?.ready();
      this.signal.throwIfAborted();
    }
    // Ctrl-C gets its turn.
    await setImmediate();
    // The last line of a file that was cut off is not whole.
    if (failure.error) result.notices.push(unreadable(name, failure.error));
    else reader.end();
    await this.quarantine.endFile(name, reader.headerBytes);
    if (reader.rowsRead === 0 && !failure.error) {
      result.notices.push({ file: name, reason: 'empty', message: 'it has no rows', remedy: 'nothing was lost' });
    }
    result.files++;
    result.rowsRead += reader.rowsRead;
    result.rowsAccepted += reader.rowsAccepted;
    result.rowsQuarantined += reader.rowsQuarantined;
  }

  /** The bytes of a file as far as it can be read. */
  private *chunksOf(path: string, failure: { error: Error | undefined }): Generator<Uint8Array> {
    try {
      yield* readChunksSync(path, this.chunk);
    } catch (error) {
      failure.error = error as Error;
    }
  }

  private judge(districtTable: DistrictTable): void {
    const { city, district, table } = districtTable;
    const { rows, settings } = this;
    const { day } = table;
    table.toHourRows(rows, (id) => this.context.household(id));
    const rule = this.rules.of(city, district, day.date);
    const risk = scoreRows(rows, day, { city, district, ...rule, estimated: settings.estimated });
    this.result.districts.push(risk);
    const report = districtReport(rows, day, risk, settings.hasPlots);
    const quality = this.validation?.judge(districtTable, rows, (id) => this.context.household(id));
    this.report.add(quality ? { ...report, quality } : report);
    if (this.isInOrder && day.date > this.newestDate) {
      this.newestDate = day.date;
      this.aggregates.closeBefore(day.date);
    }
    this.aggregates.takeDay(city, district, day, rows);
  }

  private async write(): Promise<void> {
    const { rowsRead, rowsAccepted, rowsQuarantined } = this.result;
    Object.assign(this.reportCounts, { read: rowsRead, accepted: rowsAccepted, quarantined: rowsQuarantined });
    await writeAllAtomic(this.output, this.report.files());
  }
}
