/** What a classified event does to energy transfers between peers. */
export { assessImpact, type ClassifiedEvent, type Pair } from './assess-impact';
export { checkNetwork } from './check-network';
export { DEFAULT_NETWORK } from './default-network';
export * from './fault-impact-assessor';
export { impactMap, networkMap } from './impact-map';
export { FaultImpactSettings } from './impact-settings';
export { InputFault } from './input-fault';
export { type PredictAnswer, predictAnswer } from './predict-answer';
