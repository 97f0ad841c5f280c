import type { MeterReading } from '../messages';
import { QUALITIES } from './day-vector';

const DAY_MS = 86_400_000;
const MOST_WH = 1e12;
const isNumber = (value: unknown) => value === undefined || typeof value === 'number';
const isText = (value: unknown) => value === undefined || typeof value === 'string';

/** The first field that is not what a reading has there, of those that are looked at; undefined when all are right. */
export function faultyField(reading: MeterReading): string | undefined {
  if (typeof reading.meterId !== 'string' || reading.meterId === '') return 'meterId';
  if (!QUALITIES.includes(reading.quality)) return 'quality';
  if (reading.flags !== undefined && !Array.isArray(reading.flags)) return 'flags';
  // Written out: a loop over names costs more than all the rest that is done with a reading.
  if (!isNumber(reading.timeMs)) return 'timeMs';
  if (!isNumber(reading.importWh)) return 'importWh';
  if (!isNumber(reading.activePowerW)) return 'activePowerW';
  if (!isNumber(reading.voltageV)) return 'voltageV';
  if (!isText(reading.city)) return 'city';
  if (!isText(reading.district)) return 'district';
  if (!isText(reading.household)) return 'household';
  return isText(reading.feeder) ? undefined : 'feeder';
}

export function isUsableInterval(interval: NonNullable<MeterReading['interval']>): boolean {
  if (typeof interval !== 'object' || interval === null) return false;
  const { startMs, lengthMs, energyWh } = interval;
  if (typeof startMs !== 'number' || typeof lengthMs !== 'number' || typeof energyWh !== 'number') return false;
  return startMs >= 0 && lengthMs >= 1 && lengthMs <= DAY_MS && Math.abs(energyWh) <= MOST_WH;
}

/** Whether a reading says anything about energy. */
export function tellsEnergy({ interval, quality, importWh, activePowerW }: MeterReading): boolean {
  return (
    interval !== undefined || (quality !== 'missing' && (Number.isFinite(importWh) || Number.isFinite(activePowerW)))
  );
}
