import type { CsvSettings } from './csv-settings';
import type { CsvFormat } from './detect-format';
import { decoderOf } from './encoding';
import type { ImportContext } from './import-context';
import { FAULTS, type NameTable } from './name-table';
import { numberOf } from './number-bytes';
import type { RejectReason } from './rejected-row';
import { splitQuoted } from './split-line';

/** kWh of one unit; powers are multiplied by the hours of the interval too. */
const KWH = { kWh: 1, Wh: 0.001, MWh: 1000, kW: 1, W: 0.001, MW: 1000 } as const;
const MAX_DETAIL_BYTES = 100;

/** Why a row cannot be converted. */
export interface RowFault {
  reason: RejectReason;
  column: string;
  detail: string;
}

/** Makes readings of the cells of a row, in the batch of the import; the cells are places in bytes, so nothing is copied. */
export class RowConverter {
  /** Where the cells of the row begin and end; one more than the file has columns. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private readonly decode: (bytes: Uint8Array) => string | undefined;
  private readonly lossy = new TextDecoder();
  private readonly decimal: number;
  private readonly factor: number;
  private readonly shiftMs: number;
  /** In a wide file the columns are the households. */
  private readonly columnIds: number[] = [];

  constructor(
    private readonly format: CsvFormat,
    private readonly settings: CsvSettings,
    private readonly context: ImportContext,
  ) {
    const { columns, decimal, encoding } = format;
    const { unit, intervalMinutes, stampAt } = settings;
    this.starts = new Int32Array(columns.count + 1);
    this.ends = new Int32Array(columns.count + 1);
    this.decode = decoderOf(encoding);
    this.decimal = decimal.charCodeAt(0);
    this.factor = KWH[unit] * (unit.endsWith('h') ? 1 : intervalMinutes / 60);
    this.shiftMs = stampAt === 'end' ? -intervalMinutes * 60_000 : 0;
    if (columns.household >= 0) return;
    const encoder = new TextEncoder();
    this.columnIds = columns.values.map((v) => {
      const name = encoder.encode(columns.names[v]);
      return context.households.idOf(name, 0, name.length);
    });
  }

  /** Readings of a row at most: the batch must have room for them. */
  get width(): number {
    return this.format.columns.values.length;
  }

  /** Converts a line with quotes. */
  convertQuoted(line: Uint8Array): RowFault | undefined {
    const { delimiter, quote } = this.format;
    // Latin-1 keeps each byte as it is.
    const cells = splitQuoted(Buffer.from(line).toString('latin1'), delimiter, quote);
    if (!cells) return { reason: 'quote', column: '', detail: '' };
    let at = 0;
    for (let k = 0; k < Math.min(cells.length, this.starts.length); k++) {
      this.starts[k] = at;
      at += cells[k]!.length;
      this.ends[k] = at;
    }
    return this.convert(Buffer.from(cells.join(''), 'latin1'), cells.length);
  }

  /** Converts a row whose cells are set; undefined when its readings are in the batch. */
  convert(bytes: Uint8Array, cells: number): RowFault | undefined {
    const { columns, time } = this.format;
    const { starts, ends } = this;
    const { batch, households, districts, cities } = this.context;
    if (cells !== columns.count) return this.fault('columns', -1, `${cells} cells instead of ${columns.count}`);
    const household = columns.household < 0 ? 0 : this.idOf(households, bytes, columns.household);
    if (household < 0) return this.fault('household', columns.household, FAULTS[-1 - household]!);
    const district = columns.district < 0 ? 0 : this.idOf(districts, bytes, columns.district);
    if (district < 0) return this.fault('place', columns.district, FAULTS[-1 - district]!);
    const city = columns.city < 0 ? 0 : this.idOf(cities, bytes, columns.city);
    if (city < 0) return this.fault('place', columns.city, FAULTS[-1 - city]!);
    const t = columns.timestamp;
    this.trim(bytes, t);
    const timeMs = columns.time < 0 ? time.read(bytes, starts[t]!, ends[t]!) : this.joinedTime(bytes, t, columns.time);
    if (Number.isNaN(timeMs)) return this.fault('timestamp', t, this.text(bytes, starts[t]!, ends[t]!));
    const first = batch.count;
    const { values } = columns;
    for (let k = 0; k < values.length; k++) {
      const r = first + k;
      const fault = this.setValue(bytes, values[k]!, r);
      if (fault) return fault;
      batch.household[r] = columns.household < 0 ? this.columnIds[k]! : household;
      batch.district[r] = columns.district < 0 ? -1 : district;
      batch.city[r] = columns.city < 0 ? -1 : city;
      batch.timeMs[r] = timeMs + this.shiftMs;
      batch.row[r] = batch.rows;
      batch.fault[r] = 0;
    }
    batch.count = first + values.length;
    return undefined;
  }

  /** kWh of a cell, NaN when it is missing. */
  private setValue(bytes: Uint8Array, column: number, r: number): RowFault | undefined {
    this.trim(bytes, column);
    const from = this.starts[column]!;
    const to = this.ends[column]!;
    const { kwh } = this.context.batch;
    if (from === to) {
      kwh[r] = Number.NaN;
      return undefined;
    }
    const value = numberOf(bytes, from, to, this.decimal);
    // The original digits stay the value where nothing is converted.
    kwh[r] = this.factor === 1 ? value : value * this.factor;
    if (kwh[r]! >= 0 && kwh[r]! <= this.settings.maximumKwh) return undefined;
    return this.judge(value, kwh[r]!, column, this.text(bytes, from, to));
  }

  /** What is neither positive nor plausible; undefined when it is taken all the same. */
  private judge(value: number, kwh: number, column: number, cell: string): RowFault | undefined {
    const { missingValues, maximumKwh, negative } = this.settings;
    if (Number.isNaN(value)) return missingValues.includes(cell) ? undefined : this.fault('value', column, cell);
    if (!Number.isFinite(value)) return this.fault('not-finite', column, cell);
    if (kwh >= 0) return this.fault('implausible', column, cell);
    const isTaken = negative === 'accept' && kwh >= -maximumKwh;
    return isTaken ? undefined : this.fault('negative', column, cell);
  }

  private joinedTime(bytes: Uint8Array, date: number, time: number): number {
    this.trim(bytes, time);
    const part = (c: number) => bytes.subarray(this.starts[c]!, this.ends[c]!);
    const joined = Buffer.concat([part(date), Buffer.from(' '), part(time)]);
    return this.format.time.read(joined, 0, joined.length);
  }

  private idOf(table: NameTable, bytes: Uint8Array, column: number): number {
    this.trim(bytes, column);
    const start = this.starts[column]!;
    const end = this.ends[column]!;
    if (this.format.encoding !== 'windows-1252') return table.idOf(bytes, start, end);
    // The table holds UTF-8, so that a name is the same in files of any encoding.
    const name = Buffer.from(this.decode(bytes.subarray(start, end))!, 'utf8');
    return table.idOf(name, 0, name.length);
  }

  private trim(bytes: Uint8Array, column: number): void {
    let start = this.starts[column]!;
    let end = this.ends[column]!;
    while (start < end && (bytes[start] === 32 || bytes[start] === 9)) start++;
    while (end > start && (bytes[end - 1] === 32 || bytes[end - 1] === 9)) end--;
    this.starts[column] = start;
    this.ends[column] = end;
  }

  private fault(reason: RejectReason, column: number, detail: string): RowFault {
    return { reason, column: column < 0 ? '' : this.format.columns.names[column]!, detail };
  }

  private text(bytes: Uint8Array, start: number, end: number): string {
    const part = bytes.subarray(start, Math.min(end, start + MAX_DETAIL_BYTES));
    return this.decode(part) ?? this.lossy.decode(part);
  }
}
