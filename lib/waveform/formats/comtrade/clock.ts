const DAY_MS = 86_400_000;

/** A date and time of a configuration, split so that nanoseconds survive. */
export interface Clock {
  /** Midnight, as if of UTC. */
  dayMs: number;
  timeMs: number;
  /** Digits after the seconds: nine make the time stamps of the samples nanoseconds (2013). */
  digits: number;
}

/**
 * `dd/mm/yyyy,hh:mm:ss.ssssss`; in 1991 `mm/dd/yy`. Day and month are told apart where only one order is a date.
 * Undefined where it is none.
 */
export function clockOf(text: string, isMonthFirst: boolean): Clock | undefined {
  const match =
    /^\s*(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})[\s,;T]+(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,12}))?/.exec(
      text,
    );
  if (!match) return undefined;
  const [first, second, third, hour, minute, seconds] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const digits = match[7] ?? '';
  let [day, month, year] = isMonthFirst ? [second, first, third] : [first, second, third];
  if (match[1]!.length === 4) [year, month, day] = [first, second, third];
  if (month > 12 && day <= 12) [day, month] = [month, day];
  if (year < 100) year += year < 70 ? 2000 : 1900;
  const dayMs = Date.UTC(year, month - 1, day);
  const isDate = new Date(dayMs).getUTCMonth() === month - 1 && month >= 1 && day >= 1;
  if (!isDate || hour > 24 || minute > 59 || seconds > 60) return undefined;
  const timeMs = ((hour * 60 + minute) * 60 + seconds) * 1000 + Number(`0.${digits}0`) * 1000;
  return { dayMs, timeMs, digits: digits.length };
}

/** Milliseconds from one time to another. */
export function msBetween(from: Clock, to: Clock): number {
  const ms = to.dayMs - from.dayMs + (to.timeMs - from.timeMs);
  // Sums of decimal fractions leave a tail of digits: nanoseconds are the finest that there is.
  return Math.round(ms * 1e6) / 1e6;
}

/** Offset to UTC of a time code of 2013 (`-5h30`, `+10`, `0`), in ms; undefined for `x` and what is no time code. */
export function zoneOffsetMs(code: string): number | undefined {
  const match = /^\s*([+-]?)(\d{1,2})(?:[hH:](\d{1,2}))?\s*$/.exec(code);
  if (!match) return undefined;
  const ms = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
  return ms > DAY_MS ? undefined : match[1] === '-' ? -ms : ms;
}
