import { aboutReading, type MeterReading, metersEvicted, type Refusal } from '../messages';

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

export const evicted = (count: number, maximum: number): Refusal =>
  metersEvicted(count, maximum, ', their open windows closed early');
