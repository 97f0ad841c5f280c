import { dayText } from '../stream/local-time';

/** How much of the country has a public holiday on a date (YYYY-MM-DD), 0 to 1. */
export type HolidayShare = (date: string) => number;

/** No public holidays at all: only the days of the week count. */
export const noHolidays: HolidayShare = () => 0;

const SUNDAY = 0;
const FRIDAY = 5;
const SATURDAY = 6;
const YEAR_DAYS = 365.2425;
/** How much of a bridge day a working day is of these. */
const CHRISTMAS = [
  { from: '12-24', to: '12-31', share: 1 },
  { from: '01-02', to: '01-05', share: 0.5 },
];

/**
 * What the calendar says of a day, as features of a regression. A holiday counts as a Sunday first of all, so that a
 * history that has seen few of them knows what to expect.
 * @param day number of the day (days since 1970-01-01 on the local calendar)
 */
export function dayFeatures(day: number, holidays: HolidayShare): number[] {
  const off = (at: number) => (weekday(at) === SUNDAY ? 1 : holidays(dayText(at)));
  const free = (at: number) => (weekday(at) === SATURDAY ? 1 : off(at));
  const today = weekday(day);
  const atWork = 1 - free(day);
  const season = (2 * Math.PI * day) / YEAR_DAYS;
  return [
    off(day),
    today === SATURDAY ? 1 - off(day) : 0,
    today === FRIDAY ? atWork : 0,
    off(day - 1) * atWork,
    today === SUNDAY ? 0 : off(day),
    // A bridge day: many take it off.
    atWork * Math.max(free(day - 1) * free(day + 1), christmasShare(day, holidays)),
    off(day + 1) * atWork,
    Math.sin(season),
    Math.cos(season),
    Math.sin(2 * season),
    Math.cos(2 * season),
  ];
}

/** Working days around Christmas and New Year, where Christmas is a holiday: 0 to 1. */
function christmasShare(day: number, holidays: HolidayShare): number {
  const date = dayText(day);
  const time = CHRISTMAS.find(({ from, to }) => date.slice(5) >= from && date.slice(5) <= to);
  return time ? time.share * holidays(`${date.slice(0, 4)}-12-25`) : 0;
}

/** 0 on Sunday to 6 on Saturday; 1970-01-01 was a Thursday. */
const weekday = (day: number) => (((day + 4) % 7) + 7) % 7;
