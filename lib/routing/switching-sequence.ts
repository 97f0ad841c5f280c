import type { Closed } from '../network/power-flow';
import type { ExchangeTree } from './exchange-tree';
import type { ReconfigurationProblem } from './reconfiguration-problem';
import { treeOf } from './start-tree';
import { isBetter, type Merit, TreeCost } from './tree-cost';

/** First close one branch, then open another one of the loop: nothing is without supply in between. */
export interface SwitchingStep {
  /** Indices of branches. */
  close: number;
  open: number;
  /** After the step. */
  lossKw: number;
  minVoltagePu: number;
  /** By how much limits are exceeded after it, as shares of them, in sum. */
  violation: number;
}

export interface SwitchingSequence {
  steps: SwitchingStep[];
  /** No state on the way exceeds limits by more than today's or the last one. */
  isWithinLimits: boolean;
}

const TOLERANCE_PU = 1e-8;
const ROUNDING = 1e-6;
/** Sweeps over nodes that a sequence may take, so that one of hundreds of steps in a large network ends soon. */
const MOST_WORK = 2e7;
const [FEWEST_TRIES, MOST_TRIES] = [3, 60] as const;
const MOST_FLOWS = 3000;

interface Option {
  tieAt: number;
  node: number;
  merit: Merit;
}

/**
 * The way from one tree to another, one pair at a time, each state a tree that feeds all: any branch that is to be closed
 * makes a loop with one that is to be opened, so that a way always exists. Of the pairs, the one with the least violation
 * and then the least losses is next; where all of them exceed limits, earlier choices are taken back.
 */
export function switchingSequence(problem: ReconfigurationProblem, from: Closed, to: Closed): SwitchingSequence {
  return new Sequencer(problem, from, to).run();
}

class Sequencer {
  private readonly cost: TreeCost;
  private readonly tries: number;
  private readonly allowed: number;
  private readonly count: number;

  constructor(
    private readonly problem: ReconfigurationProblem,
    private readonly from: Closed,
    private readonly to: Closed,
  ) {
    this.cost = new TreeCost(problem);
    this.count = to.reduce((sum, closed, branch) => sum + (closed === 1 && from[branch] === 0 ? 1 : 0), 0);
    const work = problem.network.nodeCount * 10 * Math.max(1, this.count);
    this.tries = Math.round(Math.min(MOST_TRIES, Math.max(FEWEST_TRIES, MOST_WORK / work)));
    const ends = [from, to].map((closed) => this.meritOf(treeOf(problem, closed)).violation);
    this.allowed = Math.max(...ends) + ROUNDING;
  }

  run(): SwitchingSequence {
    const steps: SwitchingStep[] = [];
    const start = treeOf(this.problem, this.from);
    if (!this.extend(start, steps, true)) {
      steps.length = 0;
      this.extend(start, steps, false);
    }
    return { steps, isWithinLimits: steps.every(({ violation }) => violation <= this.allowed) };
  }

  /** Adds the steps from a tree to the end; false when none of the ways that were tried is within limits. */
  private extend(tree: ExchangeTree, steps: SwitchingStep[], isStrict: boolean): boolean {
    if (steps.length === this.count) return true;
    const next = tree.clone();
    for (const { tieAt, node, merit } of this.options(tree)) {
      if (isStrict && (merit.violation > this.allowed || this.cost.evaluations > MOST_FLOWS)) return false;
      next.copy(tree);
      const [close, open] = [tree.ties[tieAt]!, tree.parentBranch[node]!];
      next.apply(tieAt, node);
      this.meritOf(next);
      steps.push({ close, open, ...this.figures(), violation: merit.violation });
      if (this.extend(next, steps, isStrict)) return true;
      steps.pop();
    }
    return false;
  }

  private options(tree: ExchangeTree): Option[] {
    const { ties, parentBranch } = tree;
    const pairs: { tieAt: number; node: number }[] = [];
    for (let tieAt = 0; tieAt < ties.length && pairs.length < this.tries; tieAt++) {
      if (this.to[ties[tieAt]!] === 0) continue;
      tree.walkLoop(ties[tieAt]!);
      const loop = [...tree.left.subarray(0, tree.leftCount), ...tree.right.subarray(0, tree.rightCount)];
      for (const node of loop) if (this.to[parentBranch[node]!] === 0) pairs.push({ tieAt, node });
    }
    const trial = tree.clone();
    const options = pairs.map(({ tieAt, node }): Option => {
      trial.copy(tree);
      trial.apply(tieAt, node);
      return { tieAt, node, merit: this.meritOf(trial) };
    });
    return options.sort((a, b) => (isBetter(a.merit, b.merit) ? -1 : isBetter(b.merit, a.merit) ? 1 : 0));
  }

  private meritOf(tree: ExchangeTree): Merit {
    tree.sort();
    return this.cost.evaluate(tree, tree.closed, TOLERANCE_PU, true);
  }

  private figures(): { lossKw: number; minVoltagePu: number } {
    const { sweep } = this.cost;
    const { network, isFed } = this.problem;
    let square = Number.POSITIVE_INFINITY;
    for (let node = 0; node < network.nodeCount; node++) {
      if (isFed[node] === 0 || network.sourceVoltage[node] !== 0) continue;
      square = Math.min(square, sweep.voltageRe[node]! ** 2 + sweep.voltageIm[node]! ** 2);
    }
    return { lossKw: sweep.lossP * network.baseMva * 1000, minVoltagePu: Math.sqrt(square) };
  }
}
