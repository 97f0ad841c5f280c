import type { MeterReading } from '../messages';

const DAY_MS = 86_400_000;
const MOST_WH = 1e12;
const NUMBERS = ['timeMs', 'importWh', 'activePowerW', 'voltageV'] as const;
const TEXTS = ['city', 'district', 'household', 'feeder'] as const;

/** The first field that is not what a reading has there, of those that are looked at; undefined when all are right. */
export function faultyField(reading: MeterReading): string | undefined {
  if (typeof reading.meterId !== 'string' || reading.meterId === '') return 'meterId';
  for (const name of NUMBERS) if (reading[name] !== undefined && typeof reading[name] !== 'number') return name;
  for (const name of TEXTS) if (reading[name] !== undefined && typeof reading[name] !== 'string') return name;
  return reading.flags === undefined || Array.isArray(reading.flags) ? undefined : 'flags';
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
