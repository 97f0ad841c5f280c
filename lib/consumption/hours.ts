import { clockText as hourText } from '../stream/local-day';

export { hourText };

/** A local day has at most 25 hours; they are counted from local midnight by elapsed time. */
export const MOST_HOURS = 25;

/** The hour 0–23 of a text such as `18:00`, `7:00` or `18`; undefined when it is none. */
export function parseHour(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^\s*(\d{1,2})(?::00)?\s*$/.exec(text) : null;
  const hour = match ? Number(match[1]) : Number.NaN;
  return hour <= 23 ? hour : undefined;
}

/** Hours of the wall clock as the bits of a number, for a cheap "is it one of them". */
export function hourMask(hours: Iterable<number>): number {
  let mask = 0;
  for (const hour of hours) mask |= 1 << hour;
  return mask;
}

/** The hours of a mask as HH:00, in order of the day. */
export function maskTexts(mask: number): string[] {
  const texts: string[] = [];
  for (let hour = 0; hour < 24; hour++) if (mask & (1 << hour)) texts.push(hourText(hour));
  return texts;
}
