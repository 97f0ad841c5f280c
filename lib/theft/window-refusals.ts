import { aboutReading, type MeterReading, type Refusal } from '../messages';

const REMEDY = 'send meter readings, as the node grid meter reading makes them';

/** What comes instead of a reading. */
export function notAReading(original: unknown): Refusal {
  const kind = original === null || original === undefined ? String(original) : `a ${typeof original}`;
  return { reason: 'not-a-reading', message: `${kind} is no meter reading`, remedy: REMEDY, original };
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
