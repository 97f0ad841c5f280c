import { InputFault } from './input-fault';
import { parseTime } from './time-text';

const LATEST_MS = 8.64e15;
/** A number below is in seconds: as milliseconds it would lie in 1973 or earlier. */
const FIRST_MS = 1e11;

/**
 * Event time as it comes: epoch milliseconds, or as the original's `timestamp` epoch seconds or a text (ISO 8601; without
 * a zone it is UTC).
 * @returns whole epoch milliseconds
 * @throws InputFault
 */
export function readTime(timeMs: unknown, timestamp: unknown): number {
  if (timeMs !== undefined) {
    if (Number.isInteger(timeMs) && (timeMs as number) >= 0 && (timeMs as number) <= LATEST_MS) return timeMs as number;
    throw new InputFault('no-time', 'timeMs', `is ${shown(timeMs)}`, 'send whole epoch milliseconds UTC');
  }
  if (typeof timestamp === 'number' && timestamp >= 0 && timestamp <= LATEST_MS) {
    return Math.round(timestamp < FIRST_MS ? timestamp * 1000 : timestamp);
  }
  const time = typeof timestamp === 'string' ? parseTime(timestamp) : undefined;
  if (time && time.ms >= 0) return time.ms;
  throw new InputFault('no-time', 'timestamp', `is ${shown(timestamp)}`, 'send timeMs, epoch milliseconds UTC');
}

/** @throws InputFault for a time that no clock shows yet: it would make all that comes on time late */
export function checkNotAhead(timeMs: number, nowMs: number, maximumAheadMinutes: number): void {
  const aheadMinutes = (timeMs - nowMs) / 60_000;
  if (!(aheadMinutes > maximumAheadMinutes)) return;
  const remedy = "set the sender's clock, or raise the setting maximumAheadMinutes for data from a simulation";
  throw new InputFault('ahead-of-clock', 'timeMs', `lies ${Math.round(aheadMinutes)} min ahead of the clock`, remedy);
}

/** What came, short enough for a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === 'number' || value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
