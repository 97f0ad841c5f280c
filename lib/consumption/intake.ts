import type { MeterReading, Refusal } from '../messages';
import type { DayBook } from './day-book';
import type { Meters } from './meters';
import * as refusals from './refusals';

const DAY_MS = 86_400_000;

/** Why a reading can't be used, undefined when it can. `latestMs`: what is later than this is ahead of the clock. */
export function refusalOf(reading: MeterReading, nowMs: number, latestMs: number): Refusal | undefined {
  const { meterId, timeMs, interval } = reading;
  if (meterId === '') return refusals.noMeter(reading);
  if (!(typeof timeMs === 'number' && timeMs >= 0 && timeMs <= latestMs)) return refusals.badTime(reading, nowMs);
  if (interval !== undefined && !isUsable(interval, latestMs)) return refusals.badInterval(reading);
  const field = wrongField(reading);
  return field === undefined ? undefined : refusals.badField(reading, field);
}

/** A field of another type than the schema says, of those that are looked at. */
function wrongField({
  city,
  district,
  household,
  flags,
  activePowerW,
  importWh,
}: MeterReading): keyof MeterReading | undefined {
  if (city !== undefined && typeof city !== 'string') return 'city';
  if (district !== undefined && typeof district !== 'string') return 'district';
  if (household !== undefined && typeof household !== 'string') return 'household';
  if (flags !== undefined && !Array.isArray(flags)) return 'flags';
  if (activePowerW !== undefined && typeof activePowerW !== 'number') return 'activePowerW';
  return importWh !== undefined && typeof importWh !== 'number' ? 'importWh' : undefined;
}

export function isDuplicate({ flags }: MeterReading): boolean {
  return flags !== undefined && flags.length > 0 && flags.includes('duplicate');
}

/** Books the energy of a reading; one that is `missing` makes rows without a value when it has an interval. */
export function bookReading(book: DayBook, meters: Meters, slot: number, reading: MeterReading): void {
  const { quality, interval } = reading;
  if (quality !== 'missing') meters.energy.take(slot, reading);
  else if (interval) book.bookMissing(slot, interval.startMs, interval.startMs + interval.lengthMs);
}

function isUsable(interval: NonNullable<MeterReading['interval']>, latestMs: number): boolean {
  if (typeof interval !== 'object' || interval === null) return false;
  const { startMs, lengthMs, energyWh } = interval;
  const isNumber = Number.isFinite(startMs) && Number.isFinite(lengthMs) && Number.isFinite(energyWh);
  return isNumber && startMs >= 0 && lengthMs > 0 && lengthMs <= DAY_MS && startMs + lengthMs <= latestMs;
}
