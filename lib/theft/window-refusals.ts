import { aboutReading, type MeterReading, type Refusal } from '../messages';

const REMEDY = 'send meter readings, as the node grid meter reading makes them';

/** What comes instead of a reading. */
export function notAReading(original: unknown): Refusal {
  const kind = original === null || original === undefined ? String(original) : `a ${typeof original}`;
  return { reason: 'not-a-reading', message: `${kind} is no meter reading`, remedy: REMEDY, original };
}

/** An object with a field that no reading has so. */
export function badField(original: MeterReading, place: string): Refusal {
  const message = `${place} is not what a reading has there`;
  return { reason: 'not-a-reading', message, place, remedy: REMEDY, original };
}

export function badTime(reading: MeterReading, nowMs: number): Refusal {
  const isAhead = reading.timeMs > nowMs;
  return {
    reason: isAhead ? 'ahead-of-clock' : 'no-time',
    message: isAhead
      ? `${Math.round((reading.timeMs - nowMs) / 60_000)} min ahead of the clock`
      : `timeMs ${String(reading.timeMs)} is no time`,
    place: 'timeMs',
    remedy: isAhead
      ? "set the meter's clock, or raise the setting maximumAheadMinutes for data from a simulation"
      : 'send epoch milliseconds UTC as timeMs',
    ...aboutReading(reading),
  };
}

export function noPower(reading: MeterReading): Refusal {
  return {
    reason: 'no-power',
    message: 'the reading has no power, no interval and no import register',
    remedy: 'send readings of meters that measure power or energy',
    ...aboutReading(reading),
  };
}

export function late(reading: MeterReading): Refusal {
  return {
    reason: 'late',
    message: 'it belongs to a window that is closed and judged',
    place: 'timeMs',
    remedy: 'raise the setting latenessMinutes if readings may come so late',
    ...aboutReading(reading),
  };
}

export function evicted(count: number, maximum: number): Refusal {
  return {
    reason: 'meters-evicted',
    message: `${count} meters were forgotten, their open windows closed early, because there were more than ${maximum}`,
    remedy: 'raise the setting maximumMeters',
    original: null,
  };
}
