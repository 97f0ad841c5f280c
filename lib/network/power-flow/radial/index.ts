/** AC power flow of radial networks. */
export { AcNetwork, type Closed } from './ac-network';
export { type LimitSettings, type OperatingLimits, operatingLimits } from './operating-limits';
export {
  fedInMw,
  flowOf,
  type RadialPowerFlow,
  radialPowerFlow,
  TOLERANCE_PU,
  type Violation,
} from './radial-power-flow';
export { type FeedingOrder, NotConverged, RadialSweep } from './radial-sweep';
export { NotRadial, RadialTree } from './radial-tree';
