/** Feeder balances: what goes in against the sum of the meters and technical loss, and who explains the gap. */

export { bytesPerMeter } from './balance-book';
export { FeederBalanceSettings } from './balance-settings';
export { BalanceWithOverview } from './balance-with-overview';
export * from './feeder-balance-operator';
export type { FeederBalanceSnapshot } from './feeder-balance-snapshot';
export { FeederOverview } from './feeder-overview';
export type { BalanceInput } from './intake';
