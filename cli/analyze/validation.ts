import { join } from 'node:path';
import type { DistrictTable } from '../../lib/ingest';
import type { QualityCounts } from '../../lib/report';
import { AtomicTextFile, csvText } from '../../lib/storage';
import { type HourRows, TimeZone } from '../../lib/stream';
import {
  completeVeeSettings,
  type DayTail,
  DayVector,
  dayRules,
  decisionOf,
  LikeDayHistory,
  NO_TAIL,
  QUALITIES,
  QUALITY,
  validateDay,
} from '../../lib/vee';

const HOUR_MS = 3_600_000;
const COLUMNS = 'city,district,household,start_utc,raw_kwh,kwh,quality,rule';

/** What is kept of a household from day to day. */
interface Kept {
  tail: DayTail;
  history: LikeDayHistory | undefined;
}

export interface ValidationSettings {
  intervalMinutes: number;
  timeZone: string;
  /** `estimate`: gaps are filled, and the aggregates are those of the filled days. */
  mode: 'flag' | 'estimate';
}

/** Validates, and where wanted estimates, the days of a file analysis; lists every reading that is not good. */
export class Validation {
  private readonly vector = new DayVector();
  private readonly rules: ReturnType<typeof dayRules>;
  private readonly zone: TimeZone;
  private readonly kept = new Map<string, Kept[]>();
  private list: AtomicTextFile | undefined;
  /** Start of each interval of the day. */
  private times: string[] = [];

  constructor(private readonly settings: ValidationSettings) {
    const { intervalMinutes, mode, timeZone } = settings;
    this.rules = dayRules(completeVeeSettings({ intervalMinutes, estimation: mode === 'estimate' }));
    this.zone = new TimeZone(timeZone);
  }

  /** @throws Error of the disk */
  async begin(folder: string): Promise<void> {
    this.list = await AtomicTextFile.create(join(folder, 'validation', 'not_good.csv'));
    this.list!.write(`${COLUMNS}\n`);
  }

  /** Judges a district-day; in mode `estimate` the rows become those of the edited day. Counts household-hours. */
  judge({ city, district, table }: DistrictTable, rows: HourRows, nameOf: (id: number) => string): QualityCounts {
    const { vector, rules, settings } = this;
    const { day } = table;
    const place = `${csvText(city)},${csvText(district)}`;
    const counts: QualityCounts = { good: 0, estimated: 0, suspect: 0, missing: 0 };
    const kept = this.keptOf(city, district);
    const isEditing = settings.mode === 'estimate';
    if (isEditing) rows.clear();
    const intervalMs = settings.intervalMinutes * 60_000;
    this.times = Array.from({ length: table.intervals }, (_, i) =>
      new Date(day.startMs + i * intervalMs).toISOString(),
    );
    for (let slot = 0; slot < table.householdCount; slot++) {
      const id = table.householdAt(slot);
      const one = kept[id] ?? this.newKept();
      kept[id] = one;
      vector.begin(day.startMs, day.endMs, intervalMs, (timeMs) => this.zone.offsetMs(timeMs));
      for (let cell = 0; cell < vector.cells; cell++) vector.put(cell, table.kwhAt(slot, cell) * 1000);
      if (one.history) one.history.weekday = (day.day + 3) % 7;
      validateDay(vector, { tail: one.tail, like: one.history, isInactive: false }, rules);
      one.history?.keep(vector);
      one.tail = { ...vector.tail };
      const name = nameOf(id);
      if (isEditing) rows.households.push(name);
      this.take(vector, counts, `${place},${csvText(name)}`);
      if (isEditing) addHours(vector, rows, slot);
    }
    return counts;
  }

  ready(): Promise<void> {
    return this.list!.ready();
  }

  end(): Promise<void> {
    return this.list!.close();
  }

  /** Leaves no list behind that is not complete. */
  async abandon(): Promise<void> {
    await this.list?.abandon();
  }

  private newKept(): Kept {
    const { intervalMinutes, mode } = this.settings;
    const history = mode === 'estimate' ? new LikeDayHistory(intervalMinutes, 3, true) : undefined;
    return { tail: NO_TAIL, history };
  }

  private keptOf(city: string, district: string): Kept[] {
    const key = JSON.stringify([city, district]);
    const known = this.kept.get(key) ?? [];
    this.kept.set(key, known);
    return known;
  }

  /** Counts household-hours, each as good as the worst of its intervals, and lists the intervals that are not good. */
  private take(vector: DayVector, counts: QualityCounts, place: string): void {
    const { cells, intervalMs, quality, marks, rawWh, energyWh } = vector;
    const perHour = HOUR_MS / intervalMs;
    for (let from = 0; from < cells; from += perHour) {
      let worst = 0;
      for (let cell = from; cell < from + perHour; cell++) {
        const code = quality[cell]!;
        if (code === 0) continue;
        worst = Math.max(worst, code);
        const raw = Number.isNaN(rawWh[cell]!) ? '' : rawWh[cell]! / 1000;
        const word = QUALITIES[code]!;
        const kwh = word === 'missing' ? '' : energyWh[cell]! / 1000;
        this.list!.write(`${place},${this.times[cell]},${raw},${kwh},${word},${decisionOf(marks[cell]!)}\n`);
      }
      counts[QUALITIES[worst]!]++;
    }
  }
}

function addHours({ cells, intervalMs, quality, energyWh }: DayVector, rows: HourRows, slot: number): void {
  const perHour = HOUR_MS / intervalMs;
  for (let from = 0; from < cells; from += perHour) {
    const hour = quality.subarray(from, from + perHour);
    let wh = 0;
    for (let cell = from; cell < from + perHour; cell++) wh += energyWh[cell]!;
    const isMissing = hour.includes(QUALITY.missing);
    const kwh = isMissing ? Number.NaN : Math.round(wh * 1e6) / 1e9;
    rows.add(slot, from / perHour, kwh, hour.includes(QUALITY.estimated));
  }
}
