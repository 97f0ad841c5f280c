/** A time as a text says it: an instant, or a wall clock without a zone, read as if it were UTC. */
export interface TextTime {
  ms: number;
  isWall: boolean;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?$/;
const GERMAN = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d):(\d\d)(?::(\d\d))?$/;

/** Reads ISO 8601 (date, or date and time, with or without an offset) and dd.MM.yyyy HH:mm; undefined for anything else. */
export function parseTime(text: string): TextTime | undefined {
  if (text.length > 40) return undefined;
  const iso = ISO.exec(text);
  if (iso) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = iso;
    const ms = wallMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
    const exactMs = ms + Math.floor(Number(`0.${fraction}`) * 1000);
    if (offset === undefined) return Number.isNaN(ms) ? undefined : { ms: exactMs, isWall: true };
    const instantMs = exactMs - offsetMs(offset);
    return Number.isNaN(instantMs) ? undefined : { ms: instantMs, isWall: false };
  }
  const german = GERMAN.exec(text);
  if (!german) return undefined;
  const [, day, month, year, hour, minute, second = '0'] = german;
  const ms = wallMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return Number.isNaN(ms) ? undefined : { ms, isWall: true };
}

/** NaN when the calendar or the clock has no such time; 24:00 is the end of the day. */
function wallMs(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const dayMs = Date.UTC(year, month - 1, day);
  const date = new Date(dayMs);
  const isDay = year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isTime = minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  return isDay && isTime ? dayMs + ((hour * 60 + minute) * 60 + second) * 1000 : Number.NaN;
}

function offsetMs(text: string): number {
  if (text === 'Z') return 0;
  const digits = text.replace(/\D/g, '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (minutes > 14 * 60 || Number(digits.slice(2)) > 59) return Number.NaN;
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
