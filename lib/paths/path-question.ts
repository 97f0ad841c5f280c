import type { GridPath, PathAnswer, PathQuestion } from '../messages';
import { NetworkNames } from '../network/cascade/names';
import { NetworkFault } from '../network/importers/network-fault';
import { kShortestPaths } from './k-shortest-paths';
import { paretoPaths } from './pareto-paths';
import { branchLossKw, type PathGrid } from './path-grid';

const MOST_PARETO = 1000;
const DEFAULT_K = 3;

/**
 * The cheapest ways between two nodes, and those of which none has both less losses and less risk. Ratings and what lines
 * carry already do not count; the fixed costs of the grid do.
 * @throws NetworkFault when a name is not that of one node
 */
export function answerQuestion(grid: PathGrid, question: PathQuestion): PathAnswer {
  const { model, adjacency, cost, risk } = grid;
  const names = new NetworkNames(model);
  const [from, to] = [names.node(question.from, 'payload.from'), names.node(question.to, 'payload.to')];
  if (from === to) throw new NetworkFault('payload.to', 'is the same node as payload.from', 'name two nodes');
  const powerMw = question.powerMw ?? (model.nodes[to]!.loadMw > 0 ? model.nodes[to]!.loadMw : 1);
  const lossKw = Float64Array.from(model.branches, (_, branch) => branchLossKw(model, branch, powerMw));
  const told = ({ nodes, branches }: { nodes: number[]; branches: number[] }): GridPath => ({
    nodes: nodes.map((node) => model.nodes[node]!.id),
    lines: branches.map((branch) => model.branches[branch]!.id),
    cost: sum(branches, cost),
    lossKw: sum(branches, lossKw),
    riskSum: sum(branches, risk),
  });
  const pareto = (riskBudget: number, most: number) =>
    paretoPaths(adjacency, lossKw, risk, { from, to, riskBudget, most }).map(told);
  return {
    from: model.nodes[from]!.id,
    to: model.nodes[to]!.id,
    powerMw,
    shortest: kShortestPaths(adjacency, cost, { from, to, k: question.k ?? DEFAULT_K }).map(told),
    pareto: pareto(Number.POSITIVE_INFINITY, MOST_PARETO),
    ...(question.riskBudget === undefined ? {} : { withinBudget: pareto(question.riskBudget, 1)[0] ?? null }),
  };
}

const sum = (branches: readonly number[], values: Float64Array) =>
  branches.reduce((total, branch) => total + values[branch]!, 0);
