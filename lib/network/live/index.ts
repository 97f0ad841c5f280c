/** The network that nodes share while it changes. */
export { Deviations, deviationsOf, restoreDeviations } from './deviations';
export { type BranchAttributes, LiveNetwork } from './live-network';
export { Island, LiveTopology, liveTopology } from './live-topology';
export { type NetworkChangePorts, NetworkChanges } from './network-changes';
