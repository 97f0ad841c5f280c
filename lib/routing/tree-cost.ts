import { type Closed, type FeedingOrder, fedInMw, NotConverged, RadialSweep } from '../network/power-flow';
import type { ReconfigurationProblem } from './reconfiguration-problem';

/** How good a tree is: less violation first, then less cost. */
export interface Merit {
  /** Losses, p.u.; those of branches at risk weighted. Infinite: no power flow. */
  cost: number;
  /** By how much limits are exceeded, as shares of them, in sum. */
  violation: number;
}

/** Rounding alone is no violation. */
const NO_VIOLATION = 1e-9;

/** A source that can feed in nothing is over it by so many times the share of the base power. */
const LEAST_CAPACITY = 1e-3;

export const WORST: Merit = { cost: Number.POSITIVE_INFINITY, violation: Number.POSITIVE_INFINITY };

export function isBetter(a: Merit, b: Merit): boolean {
  if (Math.abs(a.violation - b.violation) > NO_VIOLATION) return a.violation < b.violation;
  return a.cost < b.cost * (1 - 1e-8);
}

export const isAllowed = ({ cost, violation }: Merit) => violation <= NO_VIOLATION && cost < Number.POSITIVE_INFINITY;

/** Evaluates trees by their AC power flow. */
export class TreeCost {
  readonly sweep: RadialSweep;
  /** Power flows so far. */
  evaluations = 0;

  constructor(private readonly problem: ReconfigurationProblem) {
    this.sweep = new RadialSweep(problem.network);
  }

  /** @param isWarm start from the last voltages, which is quicker for a similar tree */
  evaluate(tree: FeedingOrder, closed: Closed, tolerancePu: number, isWarm: boolean): Merit {
    this.evaluations++;
    try {
      this.sweep.solve(tree, closed, tolerancePu, isWarm);
    } catch (error) {
      if (error instanceof NotConverged) return WORST;
      throw error;
    }
    return { cost: this.sweep.lossP + this.riskCost(tree), violation: this.violation(tree) };
  }

  private riskCost({ order, orderCount, parentBranch }: FeedingOrder): number {
    const { isWeighted, weight, network } = this.problem;
    if (!isWeighted) return 0;
    let cost = 0;
    for (let at = 0; at < orderCount; at++) {
      const branch = parentBranch[order[at]!]!;
      if (branch >= 0) cost += (weight[branch]! - network.resistance[branch]!) * this.currentSquare(order[at]!);
    }
    return cost;
  }

  private violation({ order, orderCount, parent, parentBranch }: FeedingOrder): number {
    const { network, limits } = this.problem;
    const { minVoltagePu, maxVoltagePu, ratingMva } = limits;
    const { voltageRe, voltageIm } = this.sweep;
    let sum = 0;
    for (let at = 0; at < orderCount; at++) {
      const node = order[at]!;
      const square = voltageRe[node]! ** 2 + voltageIm[node]! ** 2;
      const [min, max] = [minVoltagePu[node]!, maxVoltagePu[node]!];
      if (square < min * min) sum += 1 - Math.sqrt(square) / min;
      else if (square > max * max) sum += Math.sqrt(square) / max - 1;
      const branch = parentBranch[node]!;
      if (branch < 0) {
        sum += this.overCapacity(node);
        continue;
      }
      if (ratingMva[branch] === Number.POSITIVE_INFINITY) continue;
      const above = parent[node]!;
      const ends = Math.max(square, voltageRe[above]! ** 2 + voltageIm[above]! ** 2);
      const loading = (network.baseMva * Math.sqrt(ends * this.currentSquare(node))) / ratingMva[branch]!;
      if (loading > 1) sum += loading - 1;
    }
    return sum;
  }

  private overCapacity(source: number): number {
    const { network, limits } = this.problem;
    const limit = limits.capacityMw[source]!;
    if (limit === Number.POSITIVE_INFINITY) return 0;
    const over = fedInMw(network, this.sweep, source) - limit;
    return over > 0 ? over / Math.max(limit, LEAST_CAPACITY * network.baseMva) : 0;
  }

  private currentSquare(node: number): number {
    return this.sweep.currentRe[node]! ** 2 + this.sweep.currentIm[node]! ** 2;
  }
}
