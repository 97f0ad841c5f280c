import { Holidays } from './date-holidays';
import type { HolidayShare } from './day-features';

/** Public holidays of a country (date-holidays), and the time zone most of it lives in. */
export interface CountryCalendar {
  country: string;
  timeZone: string;
  holidays: HolidayShare;
}

export const isKnownCountry = (country: string): boolean =>
  Object.hasOwn(new Holidays().getCountries(), country.toUpperCase());

/**
 * @param country ISO 3166-1 code such as DE, with a state for its holidays alone: DE-BY. Without one, a holiday of some
 * states counts by their share among all of them.
 * @throws Error when the library does not know it
 */
export function countryCalendar(country: string): CountryCalendar {
  const [code = '', state] = country.toUpperCase().split('-', 2);
  if (!isKnownCountry(code))
    throw new Error(
      `country "${country}" is not known: give an ISO 3166-1 code such as DE, with a state if need be: DE-BY`,
    );
  const states: string[] = Object.keys(new Holidays().getStates(code) ?? {});
  if (state !== undefined && !states.includes(state))
    throw new Error(`state "${state}" is not one of ${code}: ${states.join(', ') || 'it has none'}`);
  const years = new Map<number, Map<string, number>>();
  const holidays = (date: string) => {
    const year = Number(date.slice(0, 4));
    let shares = years.get(year);
    if (!shares) {
      shares = state ? oneOf(datesOf(new Holidays(code, state), year)) : sharesOf(code, states, year);
      years.set(year, shares);
    }
    return shares.get(date) ?? 0;
  };
  return {
    country: state ? `${code}-${state}` : code,
    timeZone: new Holidays(code).getTimezones()[0] ?? 'UTC',
    holidays,
  };
}

function sharesOf(code: string, states: readonly string[], year: number): Map<string, number> {
  const shares = new Map<string, number>();
  for (const state of states) {
    for (const date of datesOf(new Holidays(code, state), year))
      shares.set(date, (shares.get(date) ?? 0) + 1 / states.length);
  }
  return new Map([...shares, ...oneOf(datesOf(new Holidays(code), year))]);
}

const oneOf = (dates: Iterable<string>) => new Map([...dates].map((date) => [date, 1]));

/** Local dates of the public holidays of a year. */
function datesOf(calendar: Holidays, year: number): Set<string> {
  const all = calendar.getHolidays(year);
  return new Set(all.filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10)));
}
