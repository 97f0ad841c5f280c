import type { StressMeasurement } from '../../lib/messages';
import { TimeZone } from '../../lib/stream/local-time';
import { nationalLoadMw } from './national-load';

const HOUR_MS = 3_600_000;

/** The year that is simulated; from 1 January, 00:00 UTC on. */
export const SIMULATED_YEAR = 2019;
const ZONE = 'Europe/Berlin';

/** Hourly load of one year of an invented country, MW in whole numbers; equal seeds give equal years. */
export function* simulatedYear(seed: number): Generator<StressMeasurement> {
  const zone = new TimeZone(ZONE);
  for (let timeMs = Date.UTC(SIMULATED_YEAR, 0, 1); timeMs < Date.UTC(SIMULATED_YEAR + 1, 0, 1); timeMs += HOUR_MS)
    yield { timeMs, loadMw: Math.round(nationalLoadMw(seed, zone, timeMs)) };
}
