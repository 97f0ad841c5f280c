import type { SupplyProblem } from './supply-problem';

/** What flows cost. */
export const flowCost = ({ linear, quadratic }: SupplyProblem, flows: Float64Array): number =>
  flows.reduce((sum, flow, line) => sum + linear[line]! * Math.abs(flow) + quadratic[line]! * flow * flow, 0);

/** Prices of a supply: what one more MW costs at each node, and what one more MW unserved would save (at most 0). */
export interface Prices {
  node: Float64Array;
  unserved: number;
}

/**
 * A cost below which no supply can be (Lagrangian bound): with power at these prices every line, source and load does by
 * itself what is best for it. True for any prices; at those of the optimum it is the optimum.
 * @param unservedMw that is left unserved in all; 0: nothing may be
 * @param limits finite, of lines and sources
 */
export function lowerBound(
  problem: SupplyProblem,
  { node, unserved }: Prices,
  limits: { lineMw: Float64Array; sourceMw: Float64Array },
  unservedMw: number,
): number {
  const { from, to, linear, quadratic, demandMw } = problem;
  let bound = Math.min(0, unserved) * unservedMw;
  for (const [at, price] of node.entries()) {
    bound += price * demandMw[at]! - Math.max(0, price) * limits.sourceMw[at]!;
    if (unservedMw > 0) bound -= Math.max(0, price + Math.min(0, unserved)) * demandMw[at]!;
  }
  for (const [line, most] of limits.lineMw.entries()) {
    const gain = Math.abs(node[to[line]!]! - node[from[line]!]!) - linear[line]!;
    if (gain <= 0) continue;
    const flow = quadratic[line]! > 0 ? Math.min(most, gain / (2 * quadratic[line]!)) : most;
    bound += quadratic[line]! * flow * flow - gain * flow;
  }
  return bound;
}
