/** DC power flow and how flows change with injections and outages; AC power flow of radial networks. */
export { DcNetwork } from './dc-network';
export { type DcPowerFlow, dcPowerFlow, solveFlow } from './dc-power-flow';
export type { Island } from './islands';
export { type Balance, balanced, type NodePower, nodePower, shed } from './power-balance';
export * from './radial';
export { lodfColumn, ptdfColumn } from './sensitivities';
