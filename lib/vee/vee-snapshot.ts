import type { WatermarkState } from '../stream/watermark';
import type { DayTail } from './day-vector';
import type { SavedHistory } from './like-day-history';
import type { Meter } from './meter';
import type { MeterBook } from './meter-book';
import type { SavedDay } from './open-day';
import type { SavedRegisters } from './register-ends';
import type { VeeSettings } from './vee-settings';

interface SavedMeter {
  id: string;
  names: [city: string | null, district: string | null, household: string | null, feeder: string | null];
  zone: string;
  /** The day that closes next, null when the meter is given up or has not begun. */
  nextDay: number | null;
  silentDays: number;
  tail: [lastWh: number | null, soundWh: number | null, run: number, idleDays: number];
  energy: number[];
  registers: SavedRegisters[];
  days: SavedDay[];
  history: SavedHistory | null;
}

/** The whole state of the VEE operator as plain JSON data. */
export interface VeeSnapshot {
  operator: 'vee';
  intervalMinutes: number;
  watermark: WatermarkState;
  totals: number[];
  /** Least recently used first. */
  meters: SavedMeter[];
}

export function snapshotBook(book: MeterBook, totals: number[], { intervalMinutes }: VeeSettings): VeeSnapshot {
  const meters = [...book.slots.oldestFirst()].map((slot) => savedMeter(book, book.meters[slot]!));
  return { operator: 'vee', intervalMinutes, watermark: book.watermark.snapshot(), totals: [...totals], meters };
}

/** @throws Error when it is not a snapshot of this operator, or of intervals or time zones that are not those set now. */
export function checkSnapshot(given: unknown, settings: VeeSettings): asserts given is VeeSnapshot {
  const snapshot = given as VeeSnapshot | null;
  if (snapshot?.operator !== 'vee' || !Array.isArray(snapshot.meters) || !Array.isArray(snapshot.totals)) {
    throw new Error('not a snapshot of the VEE operator: give what snapshot() returned, or reset');
  }
  if (snapshot.intervalMinutes !== settings.intervalMinutes) {
    throw new Error(
      `the snapshot is of intervals of ${snapshot.intervalMinutes} min, not ${settings.intervalMinutes}: ` +
        'set intervalMinutes back, or reset',
    );
  }
  const zones = new Set([settings.timeZone, ...settings.cityTimeZones.map(({ timeZone }) => timeZone)]);
  const gone = snapshot.meters.find(({ zone }) => !zones.has(zone));
  if (gone) throw new Error(`the snapshot has days of the time zone ${gone.zone}: set it again, or reset`);
}

/** Puts a snapshot into a fresh book. */
export function restoreBook(book: MeterBook, snapshot: VeeSnapshot): void {
  book.watermark.restore(snapshot.watermark);
  // A smaller maximum than before keeps the meters that were used last.
  for (const saved of snapshot.meters.slice(-book.slots.maximum)) {
    const meter = book.add(saved.id, book.zoneNamed(saved.zone));
    const [city, district, household, feeder] = saved.names;
    Object.assign(meter, {
      city: city ?? undefined,
      district: district ?? undefined,
      household: household ?? undefined,
      feeder: feeder ?? undefined,
      silentDays: saved.silentDays,
    });
    for (const day of saved.days) meter.begin(day[0], book.intervalMs).restore(day);
    if (saved.nextDay !== null) meter.expect(saved.nextDay);
    meter.tail = tailOf(saved.tail);
    book.energy.restore(meter.slot, saved.energy);
    meter.registers.restore(saved.registers);
    if (saved.history) meter.history?.restore(saved.history);
  }
}

function savedMeter({ energy }: MeterBook, meter: Meter): SavedMeter {
  const { tail } = meter;
  return {
    id: meter.id,
    names: [meter.city ?? null, meter.district ?? null, meter.household ?? null, meter.feeder ?? null],
    zone: meter.zone.name,
    nextDay: Number.isFinite(meter.nextEndMs) ? meter.nextDay : null,
    silentDays: meter.silentDays,
    tail: [numberOrNull(tail.lastWh), numberOrNull(tail.soundWh), tail.run, tail.idleDays],
    energy: energy.snapshot(meter.slot),
    registers: meter.registers.snapshot(),
    days: meter.openDays.map((day) => day.snapshot()),
    history: meter.history?.snapshot() ?? null,
  };
}

const numberOrNull = (value: number) => (Number.isNaN(value) ? null : value);

const tailOf = ([lastWh, soundWh, run, idleDays]: SavedMeter['tail']): DayTail => ({
  lastWh: lastWh ?? Number.NaN,
  soundWh: soundWh ?? Number.NaN,
  run,
  idleDays,
});
