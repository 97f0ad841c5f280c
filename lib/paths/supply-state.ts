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

const HALVINGS = 50;
/** What moves by less is rounding of the solver, and stays. */
const LEAST_MW = 1e-5;
const LONGEST = 16;

/**
 * The cheapest supply on the straight line from one supply through another and on, as far as the limits allow. Whoever
 * walks in small steps arrives sooner with it.
 * @returns it, and how far it is in steps from `a` to `b`
 */
export function bestBetween(problem: SupplyProblem, a: SupplyState, b: SupplyState, limits: Limits) {
  const at = (step: number): SupplyState => {
    const mixed = (from: Float64Array, to: Float64Array) =>
      from.map((value, i) => (Math.abs(to[i]! - value) > LEAST_MW ? value + step * (to[i]! - value) : value));
    return { flows: mixed(a.flows, b.flows), fed: mixed(a.fed, b.fed), unserved: mixed(a.unserved, b.unserved) };
  };
  let [low, high] = [0, longestStep(problem, a, b, limits)];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const [one, other] = [low + (high - low) / 3, high - (high - low) / 3];
    if (flowCost(problem, at(one).flows) <= flowCost(problem, at(other).flows)) high = other;
    else low = one;
  }
  return { step: low, state: at(low), cost: flowCost(problem, at(low).flows) };
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
      if (Math.abs(way) > LEAST_MW) longest = Math.min(longest, Math.max(1, room / Math.abs(way)));
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
