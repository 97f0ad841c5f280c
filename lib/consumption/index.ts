/** Consumption of households: aggregates of energy, threshold risk of meters, districts and cities. */
export * from './energy-aggregate-operator';
export type { EnergyAggregatePorts } from './energy-aggregate-parts';
export { EnergyAggregateSettings } from './energy-aggregate-settings';
export type { AggregateSnapshot } from './energy-aggregate-snapshot';
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
