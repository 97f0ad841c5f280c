import { aboutReading, type MeterReading, metersEvicted, type Refusal } from '../messages';
import type { BookingProblem } from './day-book';
import type { MetadataWarning } from './metadata';
import { decimals } from './numbers';

/** What comes instead of a reading or a command. */
export function notAReading(
  original: unknown,
  remedy = 'send meter readings, or a command with acknowledge, thresholds or metadata',
): Refusal {
  const kind = kindOf(original);
  const isObject = kind === 'an object';
  return {
    reason: 'not-a-reading',
    message: isObject ? 'an object without meterId is no meter reading' : `${kind} is no meter reading`,
    ...(isObject ? { place: 'meterId' } : {}),
    remedy,
    original,
  };
}

export function noMeter(original: MeterReading): Refusal {
  const remedy = 'send readings with the id of their meter';
  return { reason: 'no-meter', message: 'meterId is empty', place: 'meterId', remedy, original };
}

export function badTime(reading: MeterReading, nowMs: number): Refusal {
  const { timeMs } = reading;
  const isAhead = typeof timeMs === 'number' && timeMs > nowMs;
  return {
    reason: isAhead ? 'ahead-of-clock' : 'no-time',
    message: isAhead
      ? `timeMs ${timeMs} is ${decimals((timeMs - nowMs) / 60_000, 1)} min ahead of the clock`
      : typeof timeMs === 'number'
        ? `timeMs ${timeMs} is no time`
        : `timeMs is ${kindOf(timeMs)}, no time`,
    place: 'timeMs',
    remedy: isAhead
      ? "set the meter's clock, or raise the setting maximumAheadMinutes for data from a simulation"
      : 'send epoch milliseconds UTC as timeMs',
    ...aboutReading(reading),
  };
}

export function badInterval(reading: MeterReading): Refusal {
  return {
    reason: 'bad-interval',
    message: 'the interval is no number, longer than a day, or ends ahead of the clock',
    place: 'interval',
    remedy: 'send startMs, lengthMs (above 0, up to 24 h) and energyWh of an interval that is over',
    ...aboutReading(reading),
  };
}

/** A field that has another type than the message says. */
export function badField(reading: MeterReading, field: keyof MeterReading): Refusal {
  return {
    reason: 'bad-field',
    message: `${field} is of the wrong type, ${kindOf(reading[field])}`,
    place: field,
    remedy: 'send readings as grid meter reading makes them; leave out what is not known',
    ...aboutReading(reading),
  };
}

/** Something in a city metadata document that was not usable; the rest of the document was taken. */
export function metadata({ message, remedy, place }: MetadataWarning, original: unknown): Refusal {
  return { reason: 'metadata', message, place, remedy, original };
}

/** Energy of a reading that no open hour could take; the rest of the reading was used. */
export function notBooked(
  reading: MeterReading,
  { problem, energyWh }: { problem: BookingProblem; energyWh: number },
): Refusal {
  const isLate = problem === 'late';
  return {
    reason: problem,
    message: isLate
      ? `${decimals(energyWh)} Wh belong to a local day that is closed already; what was emitted for it stays`
      : `${decimals(energyWh)} Wh belong to an hour that other readings of the meter cover already`,
    place: reading.interval ? 'interval' : 'timeMs',
    remedy: isLate
      ? 'raise the setting latenessMinutes if readings may come so late'
      : 'send each interval once; mark repeated readings as duplicate',
    ...aboutReading(reading),
  };
}

export const evicted = (count: number, maximum: number): Refusal =>
  metersEvicted(count, maximum, ' with the energy of their open days');

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
