import { aboutReading, type MeterReading, type Refusal } from '../messages';

const REMEDY = 'send meter readings as grid meter reading makes them, or events and days of the theft detector';

/** What comes instead of a reading, an event or a day. */
export function notAReading(original: unknown): Refusal {
  const kind = original === null ? 'null' : Array.isArray(original) ? 'a list' : `a ${typeof original}`;
  return { reason: 'not-a-reading', message: `${kind} is no meter reading`, remedy: REMEDY, original };
}

/** An object with a field that no reading (event, day) has so. */
export function badField(original: unknown, place: string): Refusal {
  return { reason: 'bad-field', message: `${place} is not what it has there`, place, remedy: REMEDY, original };
}

/** Energy of a reading that no open window could take; the rest of the reading was used. */
export function notBooked(reading: MeterReading, problem: 'late' | 'ahead', energyWh: number): Refusal {
  const isLate = problem === 'late';
  return {
    reason: problem,
    message: isLate
      ? `${energyWh.toFixed(3)} Wh belong to windows that are closed already`
      : `${energyWh.toFixed(3)} Wh belong to windows far ahead of the other meters of the feeder`,
    place: reading.interval ? 'interval' : 'timeMs',
    remedy: isLate
      ? 'raise the setting latenessMinutes above the time between two readings of the slowest meter'
      : "set the meter's clock",
    ...aboutReading(reading),
  };
}

export function noFeeder(count: number, first: MeterReading): Refusal {
  return {
    reason: 'no-feeder',
    message: `${count} readings of meters whose feeder is not known, the first of ${first.meterId}`,
    place: 'feeder',
    remedy: 'give the meters a feeder, e.g. in the settings of grid meter reading',
    ...aboutReading(first),
  };
}

export function evicted(what: 'meters' | 'feeders', count: number, maximum: number): Refusal {
  return {
    reason: `${what}-evicted`,
    message: `${count} ${what} were forgotten with their history, because there were more than ${maximum}`,
    remedy: `raise the setting ${what === 'meters' ? 'maximumMeters' : 'maximumFeeders'}`,
    original: null,
  };
}
