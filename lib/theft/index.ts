/** Theft detection on the stream: readings to windows, windows to evidence, evidence to events. */
export type { Autoencoder } from './autoencoder';
export { FEATURES } from './features';
export { TheftDetector, type TheftDetectorPorts } from './theft-detector';
export { completeTheftSettings, TheftSettings } from './theft-settings';
