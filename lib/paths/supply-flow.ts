import type { Highs } from './highs';
import { Segments } from './segments';
import { flowCost, lowerBound } from './supply-bounds';
import type { SupplyProblem } from './supply-problem';
import { ROOM, supplyProgramme } from './supply-programme';
import { bestBetween, type SupplyState } from './supply-state';
import { inUnits } from './supply-units';

/** How all loads are supplied at least cost; power in MW. */
export interface SupplyFlow {
  /** Of each line, positive from its `from`. */
  flowMw: Float64Array;
  /** What each node gives to others, and what it lacks. */
  fedMw: Float64Array;
  unservedMw: Float64Array;
  cost: number;
  /** No supply that leaves as little unserved can cost less. */
  costBound: number;
}

/** Apart from the bound by no more than this share of the cost, a supply is optimal. */
const CLOSE = 1e-4;
const MOST_ROUNDS = 20;
const NARROWER = 4;
/** Less is rounding of the solver; in largest loads. */
const LEAST_FLOW = 1e-9;
/** So much of a load is unserved by the room that the programme has, not for want of power; in largest loads. */
const LEAST_UNSERVED = 2 * ROOM;

/**
 * Supplies all loads at least cost within the limits of lines and sources: a minimum-cost flow with convex costs, as a
 * linear programme whose pieces are narrowed around its solution until the bound is met (Dantzig and Thapa, Linear
 * Programming 1, 1997, section 3.3; the bound by prices: Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 16).
 * What no way within the limits can supply is left unserved, as little as possible in all, and of that the dearest.
 * @throws Error when the solver fails
 */
export function supplyFlow(problem: SupplyProblem, highs: Highs): SupplyFlow {
  if (!problem.demandMw.some((power) => power > 0)) return nothing(problem);
  const { scaled, toMw } = inUnits(problem);
  return toMw(scaledFlow(scaled, highs));
}

/** The same for powers and costs near 1. */
function scaledFlow(problem: SupplyProblem, highs: Highs): SupplyFlow {
  const neededMw = problem.demandMw.reduce((sum, power) => sum + power, 0);
  const limited = (values: Float64Array) => values.map((value) => Math.min(value, neededMw));
  const limits = { lineMw: limited(problem.capacityMw), sourceMw: limited(problem.sourceMw) };
  const segments = new Segments(problem, limits.lineMw);
  const programme = supplyProgramme(problem, segments, limits.sourceMw, highs);
  try {
    let solution = programme.solve();
    const unservedMw = solution ? 0 : programme.allowUnserved();
    solution ??= programme.solve();
    if (!solution)
      throw new Error('no supply was found though some is left unserved: check loads and ratings for extremes');
    let best: SupplyState = { ...solution, flows: segments.flows(solution.columns) };
    let cost = flowCost(problem, best.flows);
    let bound = Math.max(0, lowerBound(problem, solution.prices, limits, unservedMw));
    let share = 1 / segments.pieces;
    for (let round = 0; round < MOST_ROUNDS && cost - bound > CLOSE * cost; round++) {
      segments.narrow(best.flows, share);
      programme.setCosts();
      const next = programme.solve();
      if (!next) break;
      bound = Math.max(bound, lowerBound(problem, next.prices, limits, unservedMw));
      const found = bestBetween(problem, best, { ...next, flows: segments.flows(next.columns) }, limits);
      // While steps pay, the pieces need not be narrower.
      if (cost - found.cost < (cost - bound) / 4) share /= NARROWER;
      if (found.cost < cost) [best, cost] = [found.state, found.cost];
    }
    return {
      flowMw: best.flows.map((flow, line) => (Math.abs(flow) < LEAST_FLOW ? 0 : within(flow, limits.lineMw[line]!))),
      fedMw: best.fed.map((fed) => Math.max(0, fed)),
      unservedMw: best.unserved.map((power, node) => (isLacking(power, problem.demandMw[node]!) ? power : 0)),
      cost,
      costBound: Math.min(bound, cost),
    };
  } finally {
    programme.close();
  }
}

const within = (flow: number, most: number) => Math.min(most, Math.max(-most, flow));
/** Of a load that is itself below rounding, more than half counts. */
const isLacking = (power: number, demand: number) => power > Math.min(LEAST_UNSERVED, demand / 2);

function nothing({ from, demandMw }: SupplyProblem): SupplyFlow {
  const none = () => new Float64Array(demandMw.length);
  return { flowMw: new Float64Array(from.length), fedMw: none(), unservedMw: none(), cost: 0, costBound: 0 };
}
