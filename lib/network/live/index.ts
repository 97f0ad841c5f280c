/** The network that nodes share while it changes. */
export { type BranchAttributes, LiveNetwork } from './live-network';
