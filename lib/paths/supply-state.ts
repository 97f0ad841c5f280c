import { flowCost } from './supply-bounds';
import type { SupplyProblem } from './supply-problem';

/** What flows, of each line, and what is fed in and unserved, of each node. */
export interface SupplyState {
  flows: Float64Array;
  fed: Float64Array;
  unserved: Float64Array;
}

/** Finite limits of lines and sources. */
export interface Limits {
  lineMw: Float64Array;
  sourceMw: Float64Array;
}

const HALVINGS = 40;
/** What moves by less is rounding of the solver, and limits no step; in largest loads. */
const LEAST = 1e-6;
const LONGEST = 16;

/**
 * The cheapest supply on the straight line from one supply through another and on, as far as the limits allow. Whoever
 * walks in small steps arrives sooner with it.
 */
export function bestBetween(problem: SupplyProblem, a: SupplyState, b: SupplyState, limits: Limits) {
  const at = (step: number): SupplyState => {
    const mixed = (from: Float64Array, to: Float64Array) => from.map((value, i) => value + step * (to[i]! - value));
    return { flows: mixed(a.flows, b.flows), fed: mixed(a.fed, b.fed), unserved: mixed(a.unserved, b.unserved) };
  };
  let [low, high] = [0, longestStep(problem, a, b, limits)];
  // The cost is convex along the way: least where its slope changes sign.
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (slopeAt(problem, a.flows, b.flows, middle) > 0) high = middle;
    else low = middle;
  }
  const state = at(low);
  return { state, cost: flowCost(problem, state.flows) };
}

/** How the cost of flows grows on the way from one to another, `step` of the way gone. */
function slopeAt({ linear, quadratic }: SupplyProblem, from: Float64Array, to: Float64Array, step: number): number {
  let slope = 0;
  for (let line = 0; line < from.length; line++) {
    const way = to[line]! - from[line]!;
    const flow = from[line]! + step * way;
    slope += way * (linear[line]! * Math.sign(flow) + 2 * quadratic[line]! * flow);
  }
  return slope;
}

function longestStep(
  { demandMw }: SupplyProblem,
  a: SupplyState,
  b: SupplyState,
  { lineMw, sourceMw }: Limits,
): number {
  let longest = LONGEST;
  const keep = (from: Float64Array, to: Float64Array, least: (i: number) => number, most: (i: number) => number) => {
    for (const [i, begin] of from.entries()) {
      const way = to[i]! - begin;
      const room = way > 0 ? most(i) - begin : begin - least(i);
      // Both ends keep the limits, but for rounding.
      if (Math.abs(way) > LEAST) longest = Math.min(longest, Math.max(1, room / Math.abs(way)));
    }
  };
  keep(
    a.flows,
    b.flows,
    (line) => -lineMw[line]!,
    (line) => lineMw[line]!,
  );
  keep(
    a.fed,
    b.fed,
    () => 0,
    (node) => sourceMw[node]!,
  );
  keep(
    a.unserved,
    b.unserved,
    () => 0,
    (node) => demandMw[node]!,
  );
  return longest;
}
