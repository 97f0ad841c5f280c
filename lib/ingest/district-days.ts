import { type Static, Type } from '@sinclair/typebox';
import { CityZones, zoneSettings } from '../stream/booking-settings';
import { DayTable, type PutResult } from '../stream/day-table';
import { dayText } from '../stream/local-time';
import type { NamedDay } from './file-name';
import type { ImportContext } from './import-context';
import { codeOf } from './rejected-row';
import type { RowBatch } from './row-batch';
import type { TimeKind } from './time-pattern';

const DAY_MS = 86_400_000;
/** Clocks of meters and of this computer may differ by a time zone. */
const AHEAD_MS = DAY_MS;

/** Where readings belong that do not say it themselves, and by which clock they are written. */
export const PlaceSettings = Type.Object(
  {
    city: Type.String({
      default: 'UnknownCity',
      minLength: 1,
      maxLength: 128,
      description: 'City of rows whose file and columns name none',
    }),
    district: Type.String({
      default: 'Unknown',
      minLength: 1,
      maxLength: 128,
      description: 'District of rows whose file and columns name none',
    }),
    ...zoneSettings,
  },
  { $id: 'PlaceSettings', title: 'PlaceSettings', additionalProperties: false },
);
export type PlaceSettings = Static<typeof PlaceSettings>;

/** How many days are kept open, and what becomes of rows of days that are not any more. */
export interface DayMemory {
  /** Cells (household-intervals, 13 bytes each) of all open days. */
  openCells: number;
  /** True: such rows are refused as late. False: they are taken, but no longer known as duplicates. */
  isStrict: boolean;
}

/** A district-day with its readings. */
export interface DistrictTable {
  city: string;
  district: string;
  table: DayTable;
}

const CODES: Record<Exclude<PutResult, 'taken'>, number> = {
  duplicate: codeOf('duplicate'),
  'other-day': codeOf('other-day'),
  'off-interval': codeOf('off-interval'),
  'no-such-time': codeOf('no-such-time'),
};
const FUTURE = codeOf('future');
const LATE = codeOf('late');

/**
 * Sorts the readings of files into district-days and refuses what does not fit: duplicates, rows of another day than
 * the file's, times that the wall clock skips, times off the intervals, times to come, days that are closed. A district-day
 * is handed on when it is complete: a file that names its day when the next day begins; the days of other files when
 * time has moved on by more than a day and the file is in order of time, else when the import ends.
 */
export class DistrictDays {
  private readonly zones: CityZones;
  private readonly open = new Map<string, DistrictTable>();
  private readonly closed = new Set<string>();
  private readonly free: DayTable[] = [];
  private named: DistrictTable | undefined;
  /** The day that the file names has been handed on already. */
  private isClosed = false;
  private fileCity: string | undefined;
  private fileDistrict: string | undefined;
  private kind: TimeKind = 'wall';
  private last: { city: number; district: number; day: number; table: DistrictTable } | undefined;
  private newestDay = Number.NEGATIVE_INFINITY;
  private isInOrder = true;
  private cells = 0;

  /** @throws Error when a time zone is not known. */
  constructor(
    private readonly context: ImportContext,
    private readonly settings: PlaceSettings,
    private readonly intervalMs: number,
    private readonly nowMs: number,
    private readonly memory: DayMemory,
    private readonly onDay: (day: DistrictTable) => void,
  ) {
    this.zones = new CityZones(settings);
  }

  /**
   * The next rows are of this file; with a whole `name` they are all of one district-day. `isAlone` is false when other
   * files may have more of its days: then they stay open.
   */
  beginFile(name: Partial<NamedDay> | undefined, isAlone = true): void {
    this.last = undefined;
    this.isInOrder = isAlone;
    this.newestDay = Number.NEGATIVE_INFINITY;
    this.fileCity = name?.city;
    this.fileDistrict = name?.district;
    const before = this.named;
    this.named = undefined;
    this.isClosed = false;
    if (name?.city === undefined || name.district === undefined || name.date === undefined) return;
    const day = Date.parse(`${name.date}T00:00:00Z`) / DAY_MS;
    const isSame = before?.city === name.city && before.district === name.district && before.table.day.day === day;
    if (before && !isSame) this.closeWhere((one) => one === before);
    this.isClosed = this.memory.isStrict && this.closed.has(keyOf(name.city, name.district, day));
    if (!this.isClosed) this.named = this.tableOf(name.city, name.district, day);
  }

  /** Whether timestamps are wall clock or instants; known once the format of the file is. */
  setTimeKind(kind: TimeKind): void {
    this.kind = kind;
  }

  /** Sets the faults of what does not fit, and the times of what does to instants. */
  take(batch: RowBatch): void {
    const { named, nowMs } = this;
    const latestMs = nowMs + AHEAD_MS;
    for (let i = 0; i < batch.count; i++) {
      const timeMs = batch.timeMs[i]!;
      if (timeMs > latestMs) {
        batch.fault[i] = FUTURE;
        continue;
      }
      const table = named ?? (this.isClosed ? undefined : this.find(batch, i));
      if (!table) {
        batch.fault[i] = LATE;
        continue;
      }
      const result =
        this.kind === 'wall'
          ? table.table.putWall(batch.household[i]!, timeMs, batch.kwh[i]!)
          : table.table.putInstant(batch.household[i]!, timeMs, batch.kwh[i]!);
      if (result !== 'taken') batch.fault[i] = CODES[result];
      else batch.timeMs[i] = table.table.lastStartMs;
    }
  }

  /** Hands on all that is open. */
  end(): void {
    this.closeWhere(() => true);
  }

  /** City and district of a reading by its ids: its columns, else the name of the file, else the settings. */
  placeOf(city: number, district: number): { city: string; district: string } {
    return {
      city: this.context.city(city) ?? this.fileCity ?? this.settings.city,
      district: this.context.district(district) ?? this.fileDistrict ?? this.settings.district,
    };
  }

  private find(batch: RowBatch, i: number): DistrictTable | undefined {
    const city = batch.city[i]!;
    const district = batch.district[i]!;
    const { last } = this;
    const timeMs = batch.timeMs[i]!;
    if (last && last.city === city && last.district === district && this.isOn(last.table, timeMs)) return last.table;
    const { city: cityName, district: districtName } = this.placeOf(city, district);
    const day = this.kind === 'wall' ? Math.floor(timeMs / DAY_MS) : this.zones.of(cityName).dayNumber(timeMs);
    if (day > this.newestDay) {
      this.newestDay = day;
      // More than one household a day: the file is not one series after the other.
      if (this.isInOrder) this.closeWhere(({ table }) => table.day.day < day - 1 && table.householdCount > 1);
    } else if (day < this.newestDay - 1) this.isInOrder = false;
    const key = keyOf(cityName, districtName, day);
    if (this.memory.isStrict && this.closed.has(key)) return undefined;
    const table = this.tableOf(cityName, districtName, day);
    this.last = { city, district, day, table };
    return table;
  }

  private isOn({ table }: DistrictTable, timeMs: number): boolean {
    const { day } = table;
    return this.kind === 'wall' ? Math.floor(timeMs / DAY_MS) === day.day : timeMs >= day.startMs && timeMs < day.endMs;
  }

  private tableOf(city: string, district: string, day: number): DistrictTable {
    const key = keyOf(city, district, day);
    let found = this.open.get(key);
    if (!found) {
      if (this.cells > this.memory.openCells) this.closeOldest();
      const table = this.free.pop() ?? new DayTable(this.intervalMs);
      table.begin(this.zones.of(city), day);
      found = { city, district, table };
      this.open.set(key, found);
      if (this.open.size % 32 === 0) this.countCells();
    }
    return found;
  }

  private closeOldest(): void {
    const oldest = Math.min(...[...this.open.values()].map(({ table }) => table.day.day));
    this.closeWhere(({ table }) => table.day.day === oldest);
    this.countCells();
  }

  private countCells(): void {
    this.cells = [...this.open.values()].reduce((sum, one) => sum + one.table.cellCount, 0);
  }

  private closeWhere(isDue: (one: DistrictTable) => boolean): void {
    const due = [...this.open].filter(([, one]) => isDue(one));
    due.sort(
      ([, a], [, b]) => a.table.day.day - b.table.day.day || order(a.city, b.city) || order(a.district, b.district),
    );
    for (const [key, one] of due) {
      this.open.delete(key);
      if (this.memory.isStrict) this.closed.add(key);
      if (!one.table.isEmpty) this.onDay(one);
      this.free.push(one.table);
    }
    this.free.length = Math.min(this.free.length, 4);
    if (due.length > 0) this.last = undefined;
  }
}

const keyOf = (city: string, district: string, day: number) => JSON.stringify([city, district, dayText(day)]);
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
