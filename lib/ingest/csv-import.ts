import type { MeterReading } from '../messages';
import { CsvReader } from './csv-reader';
import type { CsvSettings } from './csv-settings';
import type { DataFile, DataFolder, FileNotice } from './data-folder';
import { HEAD_BYTES } from './detect-format';
import { DistrictDays, type PlaceSettings } from './district-days';
import { ImportContext } from './import-context';
import { readMetadata } from './metadata-file';
import { readChunks } from './read-chunks';
import { continued, isLineEnd, LastRow, type ReadFile } from './read-file';
import type { Reject } from './rejected-row';
import type { RowBatch } from './row-batch';
import { NO_ROWS, type RowCounts, rowsOf, sumOf } from './row-counts';

/** About 50 MB of days that are still open. */
const MEMORY = { openCells: 4_000_000, isStrict: false };
/** Small pieces, so that other messages get their turn. */
const CHUNK_BYTES = 65_536;
/** So much of a file is read again after an interruption, to know its duplicates; more is skipped. */
const REREAD_BYTES = 64 * 1024 * 1024;
const NO_HEADER = new Uint8Array(0);

/** Takes what an import finds. */
export interface ImportOutput {
  readings(readings: MeterReading[], file: string): void;
  rejected(reject: Reject, file: string, lineEnd: Uint8Array): void;
  /** The text of a metadata file of a city. */
  metadata(text: string, file: string): void;
  notice(notice: FileNotice): void;
  /** The rows of a file have been handed on, or all before an interruption; `header` are the bytes of its header. */
  fileRead(file: string, header: Uint8Array): Promise<void>;
  /** Hands on what has been taken and waits until the receivers have kept up. @throws Error to end without noting it */
  ready(file: string, header: Uint8Array): Promise<void>;
  /** The state says how far the import is: the moment to save it. */
  noted(): Promise<void>;
}

/** What has been read, by the paths of the files: plain JSON, so that an import goes on after a restart. */
export type ImportState = Record<string, ReadFile>;

export interface ImportProgress {
  file: string;
  files: number;
  filesDone: number;
  bytes: number;
  bytesDone: number;
  rows: RowCounts;
}

/**
 * Imports files: metadata of a day before its rows, rows as meter readings of their intervals, rejected rows with
 * their place. Every file is read once; one that has grown is read on from where it ended.
 */
export class CsvImport {
  readonly progress: ImportProgress = {
    file: '',
    files: 0,
    filesDone: 0,
    bytes: 0,
    bytesDone: 0,
    rows: { ...NO_ROWS },
  };
  private readonly context = new ImportContext();
  private readonly days: DistrictDays;
  private readonly intervalMs: number;
  private lastRow = new LastRow();

  /** @throws Error when a setting is wrong */
  constructor(
    private readonly csv: CsvSettings,
    place: PlaceSettings,
    private readonly output: ImportOutput,
    readonly state: ImportState,
    nowMs: number,
    private readonly signal: AbortSignal,
  ) {
    this.intervalMs = csv.intervalMinutes * 60_000;
    this.days = new DistrictDays(this.context, place, this.intervalMs, nowMs, MEMORY, () => undefined);
  }

  /** Whether there is anything that has not been read yet. */
  hasDue({ csv, json }: Pick<DataFolder, 'csv' | 'json'>): boolean {
    return [...csv, ...json].some((file) => this.isDue(file));
  }

  /** @throws Error when the disk fails or the import is aborted; the state then says how far it came */
  async run({ csv, json, notices }: Pick<DataFolder, 'csv' | 'json' | 'notices'>): Promise<void> {
    for (const notice of notices) this.output.notice(notice);
    const due = csv.filter((file) => this.isDue(file));
    const documents = json.filter((file) => this.isDue(file));
    Object.assign(this.progress, { files: due.length, bytes: due.reduce((sum, { size }) => sum + size, 0) });
    let next = 0;
    for (const file of due) {
      const date = file.named?.date ?? '';
      while (next < documents.length && (documents[next]!.named?.date ?? '') <= date)
        await this.attempt(documents[next++]!, (document) => this.metadata(document));
      await this.attempt(file, (one) => this.read(one));
    }
    while (next < documents.length) await this.attempt(documents[next++]!, (document) => this.metadata(document));
  }

  /** A file that cannot be opened is none of the others' business. */
  private async attempt(file: DataFile, read: (file: DataFile) => Promise<void>): Promise<void> {
    try {
      await read(file);
    } catch (error) {
      const { code, path } = error as NodeJS.ErrnoException;
      if (path !== file.path) throw error;
      const remedy = 'let the user of Node-RED read it; it is tried again at the next start';
      this.output.notice({ file: file.name, reason: 'unreadable', message: `it cannot be opened (${code})`, remedy });
    }
  }

  /** Imports CSV text that is not a file on this machine. */
  async runText(bytes: Uint8Array, name: string, named: DataFile['named']): Promise<void> {
    Object.assign(this.progress, { file: name, files: 1, bytes: bytes.length });
    this.days.beginFile(named);
    const reader = this.readerOf(name, 0);
    try {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        this.signal.throwIfAborted();
        const chunk = bytes.subarray(at, at + CHUNK_BYTES);
        reader.write(chunk);
        this.progress.bytesDone += chunk.length;
        this.progress.rows = rowsOf(reader);
        await this.output.ready(name, reader.headerBytes);
      }
      reader.end();
      this.progress.rows = rowsOf(reader);
      await this.output.ready(name, reader.headerBytes);
    } finally {
      await this.output.fileRead(name, reader.headerBytes);
    }
    this.progress.filesDone++;
  }

  private isDue({ path, size, modifiedMs }: DataFile): boolean {
    const known = this.state[path];
    return !known || known.size !== size || known.modifiedMs !== modifiedMs || known.position.byteOffset < size;
  }

  private async metadata(file: DataFile): Promise<void> {
    const { path, name, size, modifiedMs } = file;
    const text = await readMetadata(file);
    if (typeof text === 'string') {
      this.output.metadata(text, name);
      await this.output.ready(name, NO_HEADER);
    } else this.output.notice(text);
    this.state[path] = { size, modifiedMs, position: { byteOffset: size, line: 1 }, rows: { ...NO_ROWS } };
  }

  private async read({ path, name, named, size, modifiedMs }: DataFile): Promise<void> {
    const { progress, days, state, output } = this;
    progress.file = name;
    const known = state[path];
    // A file that has become shorter is another file.
    const resume = known && known.size <= size ? await continued(path, known) : undefined;
    if (known && !resume) {
      output.notice({
        file: name,
        reason: 'replaced',
        message: 'the file was replaced',
        remedy: 'it is read as a new one',
      });
    }
    if (size === 0) {
      output.notice({ file: name, reason: 'empty', message: 'the file is empty', remedy: 'nothing was lost' });
    }
    days.beginFile(named);
    const from = resume?.position ?? { byteOffset: 0, line: 1 };
    const isSkipped = from.byteOffset > REREAD_BYTES;
    const reader = this.readerOf(name, from.byteOffset);
    if (isSkipped) {
      for await (const head of readHead(path)) reader.start(head, false);
      reader.resume(from);
      reader.rowsRead = resume!.rows.read;
      reader.rowsAccepted = resume!.rows.accepted;
      reader.rowsQuarantined = resume!.rows.quarantined;
    }
    const start = isSkipped ? from.byteOffset : 0;
    progress.bytesDone += start;
    const earlier = { ...progress.rows };
    let hasLineEnd = true;
    const readSoFar = (): ReadFile => {
      const rows = rowsOf(reader);
      progress.rows = sumOf(earlier, rows, resume?.rows ?? NO_ROWS);
      return { size, modifiedMs, position: reader.position, rows };
    };
    try {
      for await (const chunk of readChunks(path, start, this.signal, CHUNK_BYTES)) {
        reader.write(chunk);
        hasLineEnd = isLineEnd(chunk.at(-1), chunk.at(-2));
        progress.bytesDone += chunk.length;
        const read = readSoFar();
        await output.ready(name, reader.headerBytes);
        // What is read again after an interruption is no step back.
        if (read.position.byteOffset < from.byteOffset) continue;
        state[path] = read;
        await output.noted();
      }
      reader.end();
      const read = readSoFar();
      await output.ready(name, reader.headerBytes);
      state[path] = hasLineEnd ? read : { ...read, lastLine: this.lastRow.asLine(read.rows) };
    } finally {
      await output.fileRead(name, reader.headerBytes);
    }
    progress.filesDone++;
  }

  /** Rows before `silentBefore` have been handed on by an earlier run. */
  private readerOf(file: string, silentBefore: number): CsvReader {
    const { output, days } = this;
    this.lastRow = new LastRow();
    const reader: CsvReader = new CsvReader(
      this.csv,
      {
        rows: (batch) => {
          days.setTimeKind(reader.format!.time.kind);
          days.take(batch);
          const last = batch.rows - 1;
          this.lastRow.take({ byteOffset: batch.rowOffset[last]!, line: batch.rowLine[last]! }, true);
          const readings = this.readingsOf(batch, silentBefore);
          if (readings.length > 0) output.readings(readings, file);
        },
        reject: (reject) => {
          this.lastRow.take(reject, false);
          if (reject.byteOffset >= silentBefore) output.rejected(reject, file, reader.lineEnd);
        },
      },
      this.context,
    );
    return reader;
  }

  private readingsOf(batch: RowBatch, silentBefore: number): MeterReading[] {
    const { context, days, intervalMs } = this;
    const readings: MeterReading[] = [];
    for (let i = 0; i < batch.count; i++) {
      if (batch.fault[i] !== 0 || batch.rowOffset[batch.row[i]!]! < silentBefore) continue;
      const { city, district } = days.placeOf(batch.city[i]!, batch.district[i]!);
      const household = context.household(batch.household[i]!);
      const startMs = batch.timeMs[i]!;
      const kwh = batch.kwh[i]!;
      const isMissing = Number.isNaN(kwh);
      readings.push({
        meterId: `${city}/${district}/${household}`.slice(-128),
        timeMs: startMs + intervalMs,
        // Rounded to whole µWh: 0.29 kWh is 290 Wh and not 290.00000000000006.
        interval: { startMs, lengthMs: intervalMs, energyWh: isMissing ? 0 : Math.round(kwh * 1e9) / 1e6 },
        quality: isMissing ? 'missing' : 'good',
        flags: [],
        city,
        district,
        household,
        dialect: 'csv',
      });
    }
    return readings;
  }
}

async function* readHead(path: string): AsyncGenerator<Uint8Array> {
  for await (const head of readChunks(path, 0, undefined, HEAD_BYTES)) {
    yield head;
    return;
  }
}
