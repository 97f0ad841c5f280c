/** Day-ahead load forecasts from a load history and the calendar. */
export * from './backtest';
export * from './day-ahead';
export { type HolidayShare, noHolidays } from './day-features';
export { type LoadDays, loadDays, type TimedLoad } from './load-days';
