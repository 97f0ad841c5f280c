/** Consumption of households: threshold risk of meters, districts and cities. */
export { hourText, parseHour } from './hours';
export * from './metadata';
export { BYTES_PER_METER } from './meters';
export * from './risk-level';
export type { ThresholdRiskPorts } from './risk-parts';
export type { RiskSnapshot } from './risk-snapshot';
export { DistrictView, RiskView } from './risk-view';
export * from './rollup';
export * from './score';
export * from './score-rows';
export * from './threshold-risk-operator';
export * from './threshold-risk-settings';
export type { Threshold } from './thresholds';
