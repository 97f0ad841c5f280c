import { aboutReading, type MeterReading, metersEvicted, type Refusal } from '../messages';

export function noEnergy(reading: MeterReading): Refusal {
  return {
    reason: 'no-energy',
    message: 'the reading has no interval, no import register and no power',
    remedy: 'send readings that tell energy: interval, importWh or activePowerW',
    ...aboutReading(reading),
  };
}

export function late(reading: MeterReading): Refusal {
  return {
    reason: 'late',
    message: 'it belongs, at least in part, to a local day that is closed; the readings of the day have gone out',
    place: reading.interval ? 'interval' : 'timeMs',
    remedy: 'raise the setting latenessMinutes if readings may come so late',
    ...aboutReading(reading),
  };
}

export function tooMany(reading: MeterReading): Refusal {
  return {
    reason: 'too-many-intervals',
    message: 'the meter sent far more interval readings for the day than it has intervals',
    place: 'interval',
    remedy: 'set intervalMinutes to the length that the meter sends; mark repeated readings as duplicate',
    ...aboutReading(reading),
  };
}

/** An interval that lost against another one of the same time, as it was kept. */
export function overlap(meterId: string, interval: NonNullable<MeterReading['interval']>): Refusal {
  return {
    reason: 'overlap',
    message: `${interval.energyWh} Wh are of a time that another reading of the meter covers with another value`,
    place: 'interval',
    remedy: 'send each interval once; the better or else the earlier one was taken',
    original: { meterId, interval },
    meterId,
  };
}

export const evicted = (count: number, maximum: number): Refusal =>
  metersEvicted(count, maximum, ', their open days closed early');
