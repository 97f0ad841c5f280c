/** Ways through a network of least losses and risk: single ones, and those that supply all loads at once. */
export { kShortestPaths } from './k-shortest-paths';
export { type ParetoWay, paretoPaths } from './pareto-paths';
export { answerPolicy, PathDesk, type PathJob, type PathResult, type PolicyJob, type PolicyResult } from './path-desk';
export { type PathGrid, type PathSettings, pathGrid } from './path-grid';
export { PathInputs, type PathRequests } from './path-inputs';
export { type SupplyFlow, supplyFlow } from './supply-flow';
