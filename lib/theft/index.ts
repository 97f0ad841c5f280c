/** Theft detection on the stream: readings to windows, windows to evidence, evidence to events. */
export type { Autoencoder } from './autoencoder';
export { FEATURES } from './features';
export { LazyAutoencoder } from './lazy-autoencoder';
export { OnnxAutoencoder } from './onnx-autoencoder';
export { TheftDetector, type TheftDetectorPorts } from './theft-detector';
export { TheftOperator, type TheftOperatorPorts } from './theft-operator';
export { TheftOverview } from './theft-overview';
export { completeTheftSettings, TheftSettings } from './theft-settings';
