/** Day-ahead load forecasts from a load history and the calendar. */
export * from './backtest';
export * from './day-ahead';
export { type HolidayShare, noHolidays } from './day-features';
export { type ForecastTask, forecastInThread, type StartWork } from './forecast-thread';
export { forecastOf, forecastWork } from './forecast-work';
export { LiveForecast, type LiveForecastPorts, type LiveState } from './live-forecast';
export type { LiveSettings } from './live-snapshot';
export { type LoadDays, loadDays, type TimedLoad } from './load-days';
