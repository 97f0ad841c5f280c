/** Cases of theft: suspicions, balances and decisions of people become a ranked list of meters to look at. */
export { CaseCommand } from './case-commands';
export { CuePrecision, TheftCaseList } from './case-list';
export { CaseSettings } from './case-settings';
export type { CaseSnapshot } from './case-snapshot';
export { eventEvidence, type LikelihoodParts, likelihoodOf, priorEvidence } from './likelihood';
export * from './theft-case-operator';
