import { basename } from 'node:path';
import { detectEncoding, HEAD_BYTES } from '../../lib/ingest';
import { TimeZone } from '../../lib/stream';
import { fileBytes } from './file-bytes';
import { LocalInstants } from './local-instants';
import { ReadingBatch } from './reading-batch';
import { type GivenColumns, PLACES } from './reading-columns';
import { type ReadingsFormat, readingsFormat } from './readings-format';
import { RefusedRows } from './refused-rows';
import type { RowSink } from './row-converter';
import { RowReader } from './row-reader';
import { TimeLine } from './time-line';

/** A meter of the files, where its first row says it is. */
export interface ReadingMeter {
  meterId: string;
  city: string | undefined;
  district: string | undefined;
  household: string | undefined;
  feeder: string | undefined;
  /** It measures a feeder: the file has a column of households, and this meter a feeder and no household. */
  isFeeder: boolean;
}

const NOWHERE = { city: undefined, district: undefined, household: undefined, feeder: undefined, isFeeder: false };

export interface ReadingsCsvSettings {
  columns: GivenColumns;
  /** IANA zone of timestamps that say none. */
  timeZone: string;
  /** Rows later than this, epoch ms UTC, are refused. */
  latestMs: number;
  /** So many refused rows are listed; all are counted. */
  mostListed: number;
}

/**
 * Readings of one or many meters from CSV files, by batches of columns, in memory that does not depend on their size.
 * Format, columns and compression are found out from each file; rows that are damaged are refused and counted. All that
 * is counted is of the rows read so far.
 */
export class ReadingsCsv {
  readonly meters: ReadingMeter[] = [];
  readonly refused: RefusedRows;
  /** Rows that are sound but say no power. */
  withoutPower = 0;
  private readonly batch = new ReadingBatch();
  private readonly numbers = new Map<string, number>();
  private readonly instants: LocalInstants;
  private readRows = 0;
  private reader: RowReader | undefined;

  /** @throws Error when the time zone is not known */
  constructor(private readonly settings: ReadingsCsvSettings) {
    this.refused = new RefusedRows(settings.mostListed);
    this.instants = new LocalInstants(new TimeZone(settings.timeZone));
  }

  /** Rows so far, without headers and blank lines. */
  get rows(): number {
    return this.readRows + (this.reader?.rows ?? 0);
  }

  /**
   * The readings of files, one file after the other. A batch is used again for the next one.
   * @throws Error that names the file, when it cannot be read or no column of time or power is found in it
   */
  async *batches(paths: readonly string[], signal: AbortSignal): AsyncGenerator<ReadingBatch> {
    for (const path of paths) yield* this.file(path, signal);
  }

  private async *file(path: string, signal: AbortSignal): AsyncGenerator<ReadingBatch> {
    const file = basename(path);
    const { batch } = this;
    const times = new TimeLine(batch, (line, timeMs) =>
      this.refused.add(file, line, 'time-jump', new Date(timeMs).toISOString(), ''),
    );
    let head: Uint8Array = new Uint8Array(0);
    try {
      for await (const chunk of this.textBytes(path, signal)) {
        if (this.reader === undefined) {
          head = Buffer.concat([head, chunk]);
          if (head.length < HEAD_BYTES) continue;
          this.begin(file, head, false, times);
        } else this.reader.write(chunk);
        yield* this.filled(false);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!code?.startsWith('Z_')) throw named(file, error as Error);
      this.refused.add(file, (this.reader?.rows ?? 0) + 1, 'damaged-archive', message, '');
    }
    if (this.reader === undefined) this.begin(file, head, true, times);
    yield* this.filled(true);
    while (times.takeRest()) yield* this.handed();
    yield* this.handed();
    this.readRows += this.reader!.rows;
    this.reader = undefined;
  }

  private begin(file: string, head: Uint8Array, isWhole: boolean, times: TimeLine): void {
    let format: ReadingsFormat;
    try {
      format = readingsFormat(head.subarray(0, HEAD_BYTES), isWhole, this.settings.columns);
    } catch (error) {
      throw named(file, error as Error);
    }
    this.reader = new RowReader(format, this.sink(file, format, times));
    this.reader.write(head.subarray(detectEncoding(head).bomBytes));
  }

  private *filled(isLast: boolean): Generator<ReadingBatch> {
    while (this.reader?.fill(isLast)) yield* this.handed();
  }

  private *handed(): Generator<ReadingBatch> {
    if (this.batch.count > 0) yield this.batch;
    this.batch.count = 0;
  }

  private sink(file: string, { columns }: ReadingsFormat, times: TimeLine): RowSink {
    const { batch, instants, settings } = this;
    const onlyName = file.replace(/(\.(csv|txt|tsv))?(\.gz)?$/i, '') || file;
    return {
      batch,
      times,
      instants,
      latestMs: settings.latestMs,
      meterOf: (name, cell) => {
        const [feeder, household, district, city] = PLACES.map((role) =>
          columns.index[role] < 0 ? undefined : cell(columns.index[role]) || undefined,
        );
        const isFeeder = columns.index.household >= 0 && household === undefined && feeder !== undefined;
        return this.numberOf({ meterId: name, feeder, household, district, city, isFeeder });
      },
      onlyMeter: columns.index.meter < 0 ? this.numberOf({ ...NOWHERE, meterId: onlyName.slice(0, 128) }) : -1,
      withoutPower: () => {
        this.withoutPower++;
      },
      refuse: (line, reason, detail, original) => this.refused.add(file, line, reason, detail, original),
    };
  }

  private numberOf(meter: ReadingMeter): number {
    const known = this.numbers.get(meter.meterId);
    if (known !== undefined) return known;
    this.numbers.set(meter.meterId, this.meters.length);
    return this.meters.push(meter) - 1;
  }

  /** The bytes of a file as UTF-8 or Windows-1252; UTF-16 is turned into UTF-8. */
  private async *textBytes(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    let isFirst = true;
    for await (const chunk of fileBytes(path, signal)) {
      if (isFirst) {
        const { encoding } = detectEncoding(chunk.subarray(0, HEAD_BYTES));
        if (encoding.startsWith('utf-16')) decoder = new TextDecoder(encoding);
        isFirst = false;
      }
      yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
    }
  }
}

const named = (file: string, error: Error) => Object.assign(error, { message: `${file}: ${error.message}` });
