/** Which branches of a radial network to open: least losses within limits, with a proof or a gap, and the way there. */
export { checkPair } from './check-pair';
export { lockedOut } from './closable';
export {
  Reconfiguration,
  type ReconfigurationProgress,
  type ReconfigurationResult,
  reconfigurationSteps,
} from './reconfiguration';
export { ReconfigurationDesk } from './reconfiguration-desk';
export { ReconfigurationProblem, type ReconfigurationSettings } from './reconfiguration-problem';
export { reconfigurationReport } from './reconfiguration-report';
export { type Savings, type SavingsSettings, yearlySavings } from './savings';
export { type SwitchingSequence, type SwitchingStep, switchingSequence } from './switching-sequence';
