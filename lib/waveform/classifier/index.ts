/** Classification of faults: the waveform of an event in, what it is of out. */
export { completeClassifierSettings, FaultClassifierSettings } from './classifier-settings';
export { FaultClassifier, type FaultClassifierPorts, type FaultOutcome } from './fault-classifier';
export type { FaultJudgement, FaultModel } from './fault-model';
export { OnnxFaultModel } from './onnx-fault-model';
export { shortLabel } from './short-label';
