import type { SupplyFlow } from './supply-flow';
import type { SupplyProblem } from './supply-problem';

/** By which powers are told apart from rounding: what is small for a city is all there is in a street. */
export const largestLoad = (demandMw: Float64Array): number => demandMw.reduce((most, one) => Math.max(most, one), 0);

/**
 * The same problem with the largest load as unit of power, and what it costs a line on average to carry it as unit of cost:
 * solvers have absolute tolerances, networks have kW or GW. There must be a load.
 * @returns it, and what brings a flow of it back to MW
 */
export function inUnits(problem: SupplyProblem): { scaled: SupplyProblem; toMw: (flow: SupplyFlow) => SupplyFlow } {
  const { linear, quadratic } = problem;
  const unitMw = largestLoad(problem.demandMw);
  const costs = linear.map((value, line) => (value + quadratic[line]! * unitMw) * unitMw);
  const unitCost = costs.reduce((sum, cost) => sum + cost, 0) / costs.length || 1;
  const divided = (values: Float64Array, by: number) => values.map((value) => value / by);
  const inMw = (values: Float64Array) => values.map((value) => value * unitMw);
  return {
    scaled: {
      ...problem,
      linear: divided(linear, unitCost / unitMw),
      quadratic: divided(quadratic, unitCost / unitMw ** 2),
      capacityMw: divided(problem.capacityMw, unitMw),
      demandMw: divided(problem.demandMw, unitMw),
      sourceMw: divided(problem.sourceMw, unitMw),
    },
    toMw: ({ flowMw, fedMw, unservedMw, cost, costBound }) => ({
      // The way there and back must not lift a flow above its limit.
      flowMw: inMw(flowMw).map((flow, line) => Math.sign(flow) * Math.min(Math.abs(flow), problem.capacityMw[line]!)),
      fedMw: inMw(fedMw).map((fed, node) => Math.min(fed, problem.sourceMw[node]!)),
      unservedMw: inMw(unservedMw).map((power, node) => Math.min(power, problem.demandMw[node]!)),
      cost: cost * unitCost,
      costBound: costBound * unitCost,
    }),
  };
}
