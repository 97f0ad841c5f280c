import { TimeZone } from '../../lib/stream/local-time';
import { parseTime } from '../../lib/stress/time-text';

/** The instant from which on loads are sent; none is before the first. @throws Error when the text is no time */
export function startMsOf(startAt: string, timeZone: string): number {
  if (startAt.trim() === '') return Number.NEGATIVE_INFINITY;
  const time = parseTime(startAt.trim());
  const startMs = time?.isWall ? new TimeZone(timeZone).instantsOf(time.ms)[0] : time?.ms;
  if (startMs !== undefined) return startMs;
  throw new Error(
    `grid-load-replay: setting "startAt" is "${startAt}": give a date such as 2018-06-01, or 2018-06-01T12:00Z`,
  );
}
