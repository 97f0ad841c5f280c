/** What is odd about a network. */
export { checkNetwork } from './check-network';
export type { Finding, FindingKind, Severity } from './finding';
export { FindingList } from './finding-list';
export type { Places } from './places';
