/** Power flow of a network as a report, on a map, and as values that alarms judge. */

export { type NetworkValues, networkValues, withValues } from './network-values';
export { powerFlowMap } from './power-flow-map';
export { type PowerFlowSettings, powerFlowReport } from './power-flow-report';
export { powerFlowValues } from './power-flow-values';
