import type { MeterReading, TheftDay, TheftEvent } from '../messages';

const DAY_MS = 86_400_000;
const MOST_WH = 1e12;
/** Later than this no date can be written down any more. */
const LAST_MS = 8.64e15;
const isNumber = (value: unknown) => value === undefined || typeof value === 'number';
const isText = (value: unknown) => value === undefined || typeof value === 'string';
const isTime = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= LAST_MS;

/** What may come in. */
export type BalanceInput = MeterReading | TheftEvent | TheftDay;

export const isTheftDay = (input: object): input is TheftDay => 'usualHourlyW' in input && 'dayType' in input;
export const isTheftEvent = (input: object): input is TheftEvent => 'theftLike' in input && 'cues' in input;

/** The first field that is not what a reading has there, of those that are looked at; undefined when all are right. */
export function faultyReadingField(reading: MeterReading): string | undefined {
  if (typeof reading.meterId !== 'string' || reading.meterId === '') return 'meterId';
  if (reading.flags !== undefined && !Array.isArray(reading.flags)) return 'flags';
  if (!isNumber(reading.importWh)) return 'importWh';
  if (!isNumber(reading.exportWh)) return 'exportWh';
  if (!isNumber(reading.activePowerW)) return 'activePowerW';
  if (!isText(reading.city)) return 'city';
  if (!isText(reading.district)) return 'district';
  if (!isText(reading.household)) return 'household';
  return isText(reading.feeder) && reading.feeder !== '' ? undefined : 'feeder';
}

export function isUsableInterval(interval: NonNullable<MeterReading['interval']>): boolean {
  if (typeof interval !== 'object' || interval === null) return false;
  const { startMs, lengthMs, energyWh } = interval;
  if (!isTime(startMs) || typeof lengthMs !== 'number' || typeof energyWh !== 'number') return false;
  return lengthMs >= 1 && lengthMs <= DAY_MS && Math.abs(energyWh) <= MOST_WH;
}

/** The same for events and days of the theft detector. */
export function faultyTheftField(input: TheftEvent | TheftDay): string | undefined {
  if (typeof input.meterId !== 'string' || input.meterId === '') return 'meterId';
  if (!isTime(input.startMs)) return 'startMs';
  const cues = isTheftDay(input) ? input.evidence : input.cues;
  const hasCues = Array.isArray(cues) && cues.every((cue) => typeof cue === 'object' && cue !== null);
  if (!hasCues) return isTheftDay(input) ? 'evidence' : 'cues';
  return isText(input.feeder) ? undefined : 'feeder';
}

/** Below this share of what was expected a day is a drop. */
const DROP_SHARE = 0.5;
const DROP_CUES: readonly string[] = ['step-change', 'base-load-drop'];

/** Whether a meter dropped: by its cues, or by a day far below what its own history lets expect. */
export function isDrop(input: TheftEvent | TheftDay): boolean {
  if (!isTheftDay(input)) return input.cues.some(({ kind }) => DROP_CUES.includes(kind));
  const { state, energyWh, expectedWh, evidence } = input;
  if (state !== 'scored') return false;
  const isFarBelow = typeof expectedWh === 'number' && expectedWh > 0 && energyWh < DROP_SHARE * expectedWh;
  return isFarBelow || evidence.some(({ kind }) => DROP_CUES.includes(kind));
}
