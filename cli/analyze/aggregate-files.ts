import { join } from 'node:path';
import type { EnergyAggregate } from '../../lib/messages';
import { AtomicTextFile, csvText } from '../../lib/storage';

const COLUMNS =
  'city,district,household,date,hour,start_utc,households,count,expected,completeness,estimated,' +
  'sum_kwh,min_kwh,mean_kwh,max_kwh,peak_hour,peak_kwh,load_factor';

/** Writes aggregates to one CSV file a level and period, as they come. */
export class AggregateFiles {
  private lastMs = Number.NaN;
  private lastIso = '';
  private readonly files = new Map<string, AtomicTextFile>();

  constructor(private readonly folder: string) {}

  /** Makes the files that will be written to. */
  async begin(kinds: readonly string[]): Promise<void> {
    for (const kind of kinds) {
      const file = await AtomicTextFile.create(join(this.folder, `${kind.replace(' ', '_')}.csv`));
      file.write(`${COLUMNS}\n`);
      this.files.set(kind, file);
    }
  }

  add(a: EnergyAggregate): void {
    const place = `${csvText(a.city)},${csvText(a.district ?? '')},${csvText(a.household ?? '')}`;
    const time = `${a.date},${a.hour ?? ''},${this.isoOf(a.startMs)}`;
    const counts = `${a.households},${a.count},${a.expected},${a.completeness},${a.estimated}`;
    const energy = `${a.sumKwh},${a.minimumKwh},${a.meanKwh},${a.maximumKwh},${a.peakHour},${a.peakKwh},${a.loadFactor}`;
    this.files.get(`${a.level} ${a.period}`)!.write(`${place},${time},${counts},${energy}\n`);
  }

  /** Many lines in a row begin at the same time. */
  private isoOf(timeMs: number): string {
    if (timeMs !== this.lastMs) {
      this.lastMs = timeMs;
      this.lastIso = new Date(timeMs).toISOString();
    }
    return this.lastIso;
  }

  async ready(): Promise<void> {
    for (const file of this.files.values()) await file.ready();
  }

  /** Leaves no file behind that is not complete. */
  async abandon(): Promise<void> {
    for (const file of this.files.values()) await file.abandon();
  }

  async end(): Promise<void> {
    await Promise.all([...this.files.values()].map((file) => file.close()));
  }
}
