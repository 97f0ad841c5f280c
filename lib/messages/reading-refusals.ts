import type { MeterReading } from './meter-reading';
import { aboutReading, type Refusal } from './refusal';

const REMEDY = 'send meter readings, as the node grid meter reading makes them';

/** What comes instead of a reading. */
export function notAReading(original: unknown): Refusal {
  const kind = original === null || original === undefined ? String(original) : `a ${typeof original}`;
  return { reason: 'not-a-reading', message: `${kind} is no meter reading`, remedy: REMEDY, original };
}

/** A field that no reading has so. */
export function badField(original: unknown, place: string): Refusal {
  return {
    reason: 'not-a-reading',
    message: `${place} is not what a reading has there`,
    place,
    remedy: REMEDY,
    original,
  };
}

/**
 * A time that is none, or ahead.
 * @param eventMs the time that is judged, which may be the end of an interval
 * @param clockMs what it was held against, epoch ms UTC
 * @param ahead what the minutes between the two are
 */
export function badTime(
  reading: MeterReading,
  eventMs: number,
  clockMs: number,
  ahead = 'ahead of the clock',
): Refusal {
  const isAhead = eventMs > clockMs;
  return {
    reason: isAhead ? 'ahead-of-clock' : 'no-time',
    message: isAhead
      ? `${Math.round((eventMs - clockMs) / 60_000)} min ${ahead}`
      : `timeMs ${String(reading.timeMs)} is no time`,
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
    message: 'the interval is no number, or longer than a day',
    place: 'interval',
    remedy: 'send startMs, lengthMs (above 0, up to 24 h) and energyWh',
    ...aboutReading(reading),
  };
}

/** Meters for which there was no room any more; `how` they were forgotten goes on right after that word. */
export function metersEvicted(count: number, maximum: number, how: string): Refusal {
  return {
    reason: 'meters-evicted',
    message: `${count} meters were forgotten${how}, because there were more than ${maximum}`,
    remedy: 'raise the setting maximumMeters',
    original: null,
  };
}
