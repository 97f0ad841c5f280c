import type { TheftWindow } from '../messages';

/** What is asked of a time zone; `TimeZone` of lib/stream is one. */
export interface LocalClock {
  /** Days since 1970-01-01 on the local calendar. */
  dayNumber(timeMs: number): number;
  /** Local hour of the day, 0–23. */
  hourOfDay(timeMs: number): number;
}

/** 0: Monday to 6: Sunday, by the local calendar. */
export const weekdayOf = (clock: LocalClock, timeMs: number): number => (clock.dayNumber(timeMs) + 3) % 7;

const SEGMENTS = ['night', 'morning', 'afternoon', 'evening'] as const;

/** Part of the day of an instant: local hours 00–06, 06–12, 12–18, 18–24. */
export const daySegmentOf = (clock: LocalClock, timeMs: number): TheftWindow['segment'] =>
  SEGMENTS[Math.floor(clock.hourOfDay(timeMs) / 6)]!;
