/** Validation, estimation and editing of interval data (VEE), by meter and local day. */
export * from './day-context';
export { type DayRules, dayRules } from './day-rules';
export * from './day-vector';
export { LikeDayHistory } from './like-day-history';
export * from './rules';
export * from './validate-day';
export * from './vee-operator';
export { completeSettings as completeVeeSettings, VeeSettings } from './vee-settings';
export type { VeeSnapshot } from './vee-snapshot';
export { VeeSummary } from './vee-summary';
