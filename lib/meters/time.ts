import type { DecodeContext } from './dialect';
import type { Sink } from './sink';
import { isAbsent, shown } from './values';

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(Z|z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Wall-clock time read as if it were UTC, and the offset from UTC when the text tells it. */
export interface WallTime {
  wallMs: number;
  offsetMs: number | undefined;
}

/** Parses ISO 8601 date and time (seconds optional, `T` or a space); undefined when it is not, or is no real date. */
export function parseIso(text: string): WallTime | undefined {
  const match = text.length <= 40 ? ISO.exec(text) : null;
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone] = match;
  const wallMs = wallTime(+year!, +month!, +day!, +hour!, +minute!, +second) + Math.floor(+`0.${fraction}` * 1000);
  if (Number.isNaN(wallMs)) return undefined;
  if (zone === undefined) return { wallMs, offsetMs: undefined };
  if (zone === 'Z' || zone === 'z') return { wallMs, offsetMs: 0 };
  const sign = zone[0] === '-' ? -1 : 1;
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return { wallMs, offsetMs: sign * minutes * 60_000 };
}

/** The wall time in ms as if UTC; NaN when the calendar has no such date or the clock no such time. */
export function wallTime(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wallMs);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? wallMs : Number.NaN;
}

/**
 * The instant of a time as devices send it: ISO text with or without zone, or a number of `unit`. Text without zone is
 * wall time in the zone of the settings; in the hour that autumn repeats, the candidate nearest to now is taken.
 * @returns epoch ms UTC, or NaN after a refusal was put into the sink.
 */
export function readTime(
  value: unknown,
  unit: 'ms' | 's' | undefined,
  place: string,
  original: unknown,
  context: DecodeContext,
  sink: Sink,
  meterId?: string,
): number {
  let timeMs = Number.NaN;
  if (typeof value === 'number' && unit !== undefined) timeMs = unit === 's' ? Math.round(value * 1000) : value;
  else if (typeof value === 'string') {
    const wall = parseIso(value.trim());
    if (wall) {
      if (wall.offsetMs !== undefined) timeMs = wall.wallMs - wall.offsetMs;
      else return localTime(wall.wallMs, value, place, original, context, sink, meterId);
    }
  }
  if (Number.isNaN(timeMs)) {
    sink.refuse('bad-time', `${shown(value)} is not a time`, place, original, meterId);
    return Number.NaN;
  }
  return checkTime(timeMs, place, original, context, sink, meterId);
}

function localTime(
  wallMs: number,
  text: string,
  place: string,
  original: unknown,
  context: DecodeContext,
  sink: Sink,
  meterId: string | undefined,
): number {
  // A clock that was never set is that in every time zone: say so instead of asking for one.
  if (context.timeZone === undefined && wallMs + 86_400_000 >= context.earliestMs) {
    sink.refuse('time-zone-needed', `the time ${shown(text)} has no time zone`, place, original, meterId);
    return Number.NaN;
  }
  const instants = context.timeZone?.instantsOf(wallMs) ?? [wallMs];
  const [first, second] = instants;
  if (first === undefined) {
    const zone = context.timeZone?.name;
    sink.refuse('time-skipped', `the time ${shown(text)} does not exist in ${zone}`, place, original, meterId);
    return Number.NaN;
  }
  const nearest =
    second !== undefined && Math.abs(second - context.nowMs) < Math.abs(first - context.nowMs) ? second : first;
  return checkTime(nearest, place, original, context, sink, meterId);
}

/** The time itself when a clock that is set can show it, else NaN after a refusal: before 2015, or ahead of now. */
export function checkTime(
  timeMs: number,
  place: string,
  original: unknown,
  context: DecodeContext,
  sink: Sink,
  meterId?: string,
): number {
  if (timeMs >= context.earliestMs && timeMs <= context.latestMs) return timeMs;
  const text = Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : `${timeMs} ms`;
  if (timeMs < context.earliestMs) {
    sink.refuse('clock-not-set', `the clock of the device shows ${text}`, place, original, meterId);
  } else if (timeMs > context.latestMs) {
    const aheadS = Math.round((timeMs - context.nowMs) / 1000);
    sink.refuse('clock-ahead', `the time ${text} is ${aheadS} s ahead of its arrival`, place, original, meterId);
  } else sink.refuse('bad-time', `${shown(timeMs)} is not a time`, place, original, meterId);
  return Number.NaN;
}

/** The time of a field, or the time of arrival where the device sends none; `arrived` tells which. */
export function timeOrArrival(
  value: unknown,
  unit: 'ms' | 's' | undefined,
  place: string,
  original: unknown,
  context: DecodeContext,
  sink: Sink,
  meterId?: string,
): { timeMs: number; arrived: boolean } {
  if (isAbsent(value)) return { timeMs: context.nowMs, arrived: true };
  return { timeMs: readTime(value, unit, place, original, context, sink, meterId), arrived: false };
}
