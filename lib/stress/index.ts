/** Grid stress: where it arises, how it spreads over a network, the risk it adds up to in windows, loads to replay. */
export * from './detector-settings';
export type { LoadLayout } from './load-layout';
export * from './load-replay';
export * from './load-replay-settings';
export * from './original-fields';
export * from './propagate';
export * from './propagator-settings';
export type { StressValue } from './read-stress';
export * from './risk-settings';
export * from './risk-window';
export * from './stress-detector';
export type { StressFactors } from './stress-factors';
export * from './stress-field';
export { stressGraph } from './stress-graph';
export * from './stress-model';
export * from './stress-propagator';
