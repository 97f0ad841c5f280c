import type { NetworkModel } from '../network/network-model';
import {
  type Closed,
  flowOf,
  NotConverged,
  NotRadial,
  type RadialPowerFlow,
  RadialSweep,
  RadialTree,
  TOLERANCE_PU,
} from '../network/power-flow';
import { BranchAndBound } from './branch-and-bound';
import { ExchangeSearch } from './exchange-search';
import { LossBound } from './loss-bound';
import { ReconfigurationProblem, type ReconfigurationSettings } from './reconfiguration-problem';
import { type SwitchingSequence, switchingSequence } from './switching-sequence';
import { isAllowed } from './tree-cost';

/** How far a search is. */
export interface ReconfigurationProgress {
  /** Losses of the best configuration so far, those of branches at risk weighted. */
  costKw: number;
  /** No configuration within limits has less; 0 where there is no bound, or none yet. */
  lowerBoundKw: number;
  /** (cost − bound)/cost. */
  gap: number;
  /** The best configuration exceeds no limit. */
  isAllowed: boolean;
  /** All configurations are dealt with: none within limits is better; with `isAllowed` false, none is within limits. */
  isProven: boolean;
  /** Power flows so far. */
  evaluations: number;
}

export interface ReconfigurationResult extends ReconfigurationProgress {
  /** Null: today's state is not radial, or has no power flow; `todayProblem` says why. */
  before: RadialPowerFlow | null;
  todayProblem: string | null;
  after: RadialPowerFlow;
  /** Indices of the branches that are open afterwards. */
  openBranches: number[];
  closed: Closed;
  /** From today's state; null without `before`, or when it was not asked for. */
  switching: SwitchingSequence | null;
}

/** Iterations before the proof begins: what it has to look at depends on how good the best configuration is. */
const FIRST_ITERATIONS = 12;
const PARTS_AT_ONCE = 4;

/**
 * Radial reconfiguration for least losses under voltage and loading limits: a search that finds good configurations, and a
 * proof by branch and bound beside it. Call `step` as long as there is time; the same seed and number of steps give the
 * same result.
 */
export class Reconfiguration {
  readonly problem: ReconfigurationProblem;
  private readonly search: ExchangeSearch;
  /** Absent until the search has got somewhere: a small network is at its best before the first bound is known. */
  private proof: BranchAndBound | undefined;
  private readonly loops: number;
  private iterations = 0;
  /** So that search and proof get like shares of the time: floating-point operations, roughly. */
  private searchWork = 0;
  private proofWork = 0;

  /**
   * @param seed whole number
   * @throws Error that says what is unknown or impossible in the settings
   */
  constructor(model: NetworkModel, settings: ReconfigurationSettings, seed: number) {
    this.problem = new ReconfigurationProblem(model, settings);
    this.search = new ExchangeSearch(this.problem, seed);
    this.search.step();
    this.loops = this.search.loops;
  }

  /** One iteration of the search, and a part of the proof. */
  step(): ReconfigurationProgress {
    const { search, loops } = this;
    const nodes = this.problem.network.nodeCount;
    const before = search.cost.evaluations;
    if (loops > 0) search.step();
    this.searchWork += (search.cost.evaluations - before) * nodes * 100;
    if (++this.iterations > FIRST_ITERATIONS || loops === 0) {
      const proof = this.begunProof();
      while (proof.isAtWork && this.proofWork <= this.searchWork) {
        proof.step(PARTS_AT_ONCE);
        this.proofWork += PARTS_AT_ONCE * (nodes * 50 + nodes * loops * 10 + loops ** 3);
      }
    }
    return this.progress();
  }

  private begunProof(): BranchAndBound {
    const { search } = this;
    this.proof ??= new BranchAndBound(
      new LossBound(this.problem),
      search.cost,
      () => (isAllowed(search.best.merit) ? search.best.merit.cost : Number.POSITIVE_INFINITY),
      (closed, merit) => search.offer(closed, merit),
      this.loops,
    );
    return this.proof;
  }

  progress(): ReconfigurationProgress {
    const { merit } = this.search.best;
    const kilowatts = this.problem.network.baseMva * 1000;
    const isProven = this.proof?.isDone ?? false;
    const allowed = isAllowed(merit);
    const bound = isProven && allowed ? merit.cost : Math.min(this.proof?.lowerBound ?? 0, merit.cost);
    return {
      costKw: merit.cost * kilowatts,
      lowerBoundKw: bound * kilowatts,
      gap: merit.cost > 0 ? Math.max(0, 1 - bound / merit.cost) : 0,
      isAllowed: allowed,
      isProven,
      evaluations: this.search.cost.evaluations,
    };
  }

  /**
   * The best configuration so far, with the way there unless only the configuration is asked for.
   * @throws Error when no configuration has a power flow
   */
  result(withSwitching = true): ReconfigurationResult {
    const { problem, search } = this;
    this.begunProof();
    const { closed } = search.best;
    const after = this.flow(closed);
    let before: RadialPowerFlow | null = null;
    let todayProblem: string | null = null;
    try {
      before = this.flow(problem.today);
    } catch (error) {
      if (!(error instanceof NotRadial || error instanceof NotConverged)) throw error;
      todayProblem = error.message;
    }
    const openBranches = [...closed.keys()].filter((branch) => closed[branch] === 0);
    const switching = before && withSwitching ? switchingSequence(problem, problem.today, closed) : null;
    return { ...this.exact(after), before, todayProblem, after, openBranches, closed, switching };
  }

  /** The search has its losses from voltages that are less exact than those of the result. */
  private exact({ lossKw }: RadialPowerFlow): ReconfigurationProgress {
    const progress = this.progress();
    if (this.problem.isWeighted) return progress;
    const isBest = progress.isProven && progress.isAllowed;
    const lowerBoundKw = isBest ? lossKw : Math.min(progress.lowerBoundKw, lossKw);
    return { ...progress, costKw: lossKw, lowerBoundKw };
  }

  private flow(closed: Closed): RadialPowerFlow {
    const { network, limits } = this.problem;
    const tree = new RadialTree(network);
    tree.grow(closed);
    const sweep = new RadialSweep(network);
    sweep.solve(tree, closed, TOLERANCE_PU);
    return flowOf(network, tree, sweep, limits);
  }
}

/** The steps of a reconfiguration until it is proven, or `mostEvaluations` are spent. */
export function* reconfigurationSteps(
  reconfiguration: Reconfiguration,
  mostEvaluations: number,
): Generator<ReconfigurationProgress> {
  for (;;) {
    const progress = reconfiguration.step();
    yield progress;
    if (progress.isProven || progress.evaluations >= mostEvaluations) return;
  }
}
