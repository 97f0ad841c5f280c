/** At least so many samples stay in view. */
const LEAST = 8;

/** The samples in view, from–to, of a record of `length` samples. */
export interface TimeWindow {
  from: number;
  to: number;
}

export function whole(length: number): TimeWindow {
  return { from: 0, to: Math.max(1, length - 1) };
}

/** Keeps the sample `at` where it is on the screen. */
export function zoomed({ from, to }: TimeWindow, factor: number, at: number, length: number): TimeWindow {
  const span = Math.min(length - 1, Math.max(LEAST, (to - from) / factor));
  const start = at - ((at - from) / (to - from)) * span;
  return moved({ from: start, to: start + span }, 0, length);
}

/** Moved by samples, and never out of the record. */
export function moved({ from, to }: TimeWindow, by: number, length: number): TimeWindow {
  const start = Math.max(0, Math.min(length - 1 - (to - from), from + by));
  return { from: start, to: start + (to - from) };
}
