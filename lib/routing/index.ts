/** Which branches of a radial network to open: least losses within limits, with a proof or a gap, and the way there. */
export {
  Reconfiguration,
  type ReconfigurationProgress,
  type ReconfigurationResult,
  reconfigurationSteps,
} from './reconfiguration';
export { ReconfigurationProblem, type ReconfigurationSettings } from './reconfiguration-problem';
export { type Savings, type SavingsSettings, yearlySavings } from './savings';
export { type SwitchingSequence, type SwitchingStep, switchingSequence } from './switching-sequence';
