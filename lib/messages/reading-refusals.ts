import type { MeterReading } from './meter-reading';
import { aboutReading, type Refusal } from './refusal';

/** A field that no reading has so. */
export function badField(original: unknown, place: string): Refusal {
  return {
    reason: 'not-a-reading',
    message: `${place} is not what a reading has there`,
    place,
    remedy: 'send meter readings, as the node grid meter reading makes them',
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
