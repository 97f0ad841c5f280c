import type { MeterReading } from '../messages';

const MS_PER_HOUR = 3_600_000;
const LONGEST_INTERVAL_MS = 86_400_000;
/** What no connection carries; beyond it a value is taken as not given. */
const MOST = 1e9;
/** Power factors are rounded. */
const LARGEST_FACTOR = 1.01;

const isNumber = (value: unknown) => value === undefined || typeof value === 'number';
const isText = (value: unknown) => value === undefined || typeof value === 'string';

/** The first field that is not what a reading has there, of those that are looked at; undefined when all are right. */
export function faultyField(reading: MeterReading): string | undefined {
  if (typeof reading.meterId !== 'string' || reading.meterId === '') return 'meterId';
  if (reading.flags !== undefined && !Array.isArray(reading.flags)) return 'flags';
  // Written out: a loop over names costs more than all the rest that is done with a reading.
  if (!isNumber(reading.timeMs)) return 'timeMs';
  if (!isNumber(reading.activePowerW)) return 'activePowerW';
  if (!isNumber(reading.voltageV)) return 'voltageV';
  if (!isNumber(reading.currentA)) return 'currentA';
  if (!isNumber(reading.powerFactor)) return 'powerFactor';
  if (!isNumber(reading.importWh)) return 'importWh';
  if (!isText(reading.city)) return 'city';
  if (!isText(reading.district)) return 'district';
  if (!isText(reading.household)) return 'household';
  return isText(reading.feeder) ? undefined : 'feeder';
}

/** A quantity as a number, NaN when it is absent or beyond what there is. */
export const quantityOf = (value: number | undefined): number =>
  value !== undefined && value > -MOST && value < MOST ? value : Number.NaN;

export const powerFactorOf = (value: number | undefined): number =>
  value !== undefined && Math.abs(value) <= LARGEST_FACTOR ? value : Number.NaN;

/** A register in Wh, NaN when there is none. */
export const registerOf = (value: number | undefined): number =>
  value !== undefined && value >= 0 && value < 1e15 ? value : Number.NaN;

/** Mean power of an interval in W, and the middle of it; undefined when it is none that can be. */
export function intervalSample(interval: MeterReading['interval']): { timeMs: number; powerW: number } | undefined {
  if (typeof interval !== 'object' || interval === null) return undefined;
  const { startMs, lengthMs, energyWh } = interval;
  const powerW = (energyWh * MS_PER_HOUR) / lengthMs;
  if (!(startMs >= 0 && lengthMs > 0 && lengthMs <= LONGEST_INTERVAL_MS && Math.abs(powerW) < MOST)) return undefined;
  return { timeMs: startMs + lengthMs / 2, powerW };
}
