/** Day-ahead load forecasts from a load history and the calendar. */
export * from './backtest';
export * from './day-ahead';
export type { HolidayShare } from './day-features';
export * from './holidays';
export { type LoadDays, loadDays, type TimedLoad } from './load-days';
