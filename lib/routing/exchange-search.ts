import { SeededRandom } from '../anomaly/random';
import type { Closed } from '../network/power-flow';
import type { ExchangeTree } from './exchange-tree';
import type { ReconfigurationProblem } from './reconfiguration-problem';
import { startTree, treeOf } from './start-tree';
import { isAllowed, isBetter, type Merit, TreeCost, WORST } from './tree-cost';

/** Of voltages while searching; what is found is computed anew. */
const SEARCH_TOLERANCE_PU = 1e-8;
/** Exchanges that look at most so much worse than nothing (share of the losses) are tried with a power flow. */
const DOUBT = 0.004;
/** Power flows that one refinement spends at most without finding a better tree: fewer where they take long. */
const TRIES = { most: 40, least: 4, timesNodes: 20_000 } as const;
/** A tree so much worse than the best may still be where the search goes on; in a large network a kick changes less. */
const WORSE_ALLOWED = { most: 0.01, timesLoops: 0.15 } as const;
const MOST_KICKS = 4;
/** By how much of what is allowed the change with currents held may be wrong. */
const HELD_ERROR = 0.1;
/** Iterations without a better tree, after which the search goes back to the best one. */
const PATIENCE = 60;
/** Where limits bind, so many descents count them at each exchange: without, all of them end beyond the limits. */
const WITHIN_LIMITS = 0.8;
const MOST_SEEN = 1_000_000;

/**
 * Iterated local search over branch exchanges (Lourenço, Martin and Stützle, Handbook of Metaheuristics, 2003): some random
 * exchanges, then the best exchange of each loop with currents held until none helps, then a power flow, and so on until
 * the currents are those of the power flow; near the best tree, exchanges in doubt are tried with a power flow each.
 */
export class ExchangeSearch {
  best: { closed: Closed; merit: Merit };
  readonly cost: TreeCost;
  private readonly random: SeededRandom;
  private readonly tree: ExchangeTree;
  /** Where the search stands, and the best tree of all. */
  private readonly current: ExchangeTree;
  private readonly record: ExchangeTree;
  private readonly trial: ExchangeTree;
  private currentMerit: Merit = WORST;
  private currentHash = Number.NaN;
  private readonly worseAllowed: number;
  private readonly mostTries: number;
  private idle = 0;
  private isFirst = true;
  /** What has least losses exceeds limits. */
  private isTight = false;
  private readonly hashOf: Float64Array;
  private readonly seen = new Set<number>();

  constructor(
    private readonly problem: ReconfigurationProblem,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.cost = new TreeCost(problem);
    this.tree = startTree(problem);
    [this.current, this.record, this.trial] = [this.tree.clone(), this.tree.clone(), this.tree.clone()];
    this.hashOf = Float64Array.from({ length: problem.network.branchCount }, () =>
      Math.floor(this.random.unit() * 2 ** 42),
    );
    this.worseAllowed = Math.min(WORSE_ALLOWED.most, WORSE_ALLOWED.timesLoops / Math.max(1, this.loops));
    const tries = Math.round(TRIES.timesNodes / problem.network.nodeCount);
    this.mostTries = Math.min(TRIES.most, Math.max(TRIES.least, tries));
    this.best = { closed: this.tree.closed.slice(), merit: WORST };
  }

  /** Branches that every tree leaves open. */
  get loops(): number {
    return this.tree.ties.length;
  }

  /** One iteration: a few power flows for a small network, some milliseconds for one of thousands of nodes. */
  step(): void {
    const { tree, current, random } = this;
    const worse = this.worseAllowed * random.unit() ** 2;
    if (this.isFirst) {
      this.isFirst = false;
      this.note(this.evaluate(tree));
      if (this.loops === 0) return;
    } else {
      if (this.idle > PATIENCE) this.returnToBest();
      tree.copy(current);
      const before = tree.energy();
      this.kick(1 + random.below(MOST_KICKS));
      if (this.isTight && random.unit() < WITHIN_LIMITS) {
        this.accept(this.refine(this.evaluate(tree)), worse);
        return;
      }
      this.descend();
      if (this.isHopeless(tree.energy() - before, worse)) {
        this.cost.evaluations++;
        this.idle++;
        return;
      }
    }
    let merit = this.settle();
    if (!isAllowed(merit) && (merit.cost < this.best.merit.cost || !isAllowed(this.best.merit))) this.isTight = true;
    if (merit.cost <= this.best.merit.cost * (1 + this.worseAllowed) && this.isNew(tree)) merit = this.refine(merit);
    this.accept(merit, worse);
  }

  /** Notes a tree, and goes on from it unless it is too much worse. */
  private accept(merit: Merit, worse: number): void {
    const { tree, current } = this;
    this.note(merit);
    const limit = this.best.merit.cost * (1 + worse);
    if (isBetter(merit, this.currentMerit) || (merit.violation <= this.best.merit.violation && merit.cost <= limit)) {
      current.copy(tree);
      this.currentMerit = merit;
      this.currentHash = this.hash(tree);
    }
  }

  /** The kick was undone, or what it led to is too much worse with currents held to be worth a power flow. */
  private isHopeless(change: number, worse: number): boolean {
    if (this.hash(this.tree) === this.currentHash) return true;
    const limit = (worse + HELD_ERROR * this.worseAllowed) * this.currentMerit.cost;
    return this.currentMerit.violation === 0 && change > limit;
  }

  /** A tree that was found elsewhere. */
  offer(closed: Closed, merit: Merit): void {
    if (!isBetter(merit, this.best.merit)) return;
    this.tree.copy(treeOf(this.problem, closed));
    this.note(this.evaluate(this.tree));
    this.returnToBest();
  }

  /** Power flow of a tree, from which it takes its currents. */
  private evaluate(tree: ExchangeTree): Merit {
    tree.sort();
    const merit = this.cost.evaluate(tree, tree.closed, SEARCH_TOLERANCE_PU, true);
    if (merit.cost < Number.POSITIVE_INFINITY) {
      tree.currentRe.set(this.cost.sweep.currentRe);
      tree.currentIm.set(this.cost.sweep.currentIm);
    }
    return merit;
  }

  /** Exchanges and power flows in turns until both agree. */
  private settle(): Merit {
    this.descend();
    let merit = this.evaluate(this.tree);
    for (let round = 0; round < 5 && this.descend(); round++) merit = this.evaluate(this.tree);
    return merit;
  }

  /** Exchanges with currents held, until none lowers the losses; whether there was one. */
  private descend(): boolean {
    const { tree } = this;
    const { ties, exchange } = tree;
    const enough = -1e-8 * this.best.merit.cost;
    let isChanged = false;
    for (let quiet = 0, at = this.random.below(ties.length || 1); quiet < ties.length; at = (at + 1) % ties.length) {
      tree.findExchange(ties[at]!);
      if (exchange.change < (Number.isFinite(enough) ? enough : 0)) {
        tree.apply(at, exchange.node);
        isChanged = true;
        quiet = 0;
      } else quiet++;
    }
    return isChanged;
  }

  /** Tries exchanges near the tree with a power flow each, the most promising first; goes on from what is better. */
  private refine(start: Merit): Merit {
    const { tree, trial } = this;
    let merit = start;
    for (let isBetterFound = true; isBetterFound; ) {
      isBetterFound = false;
      for (const { tieAt, node } of this.candidates(merit)) {
        trial.copy(tree);
        trial.apply(tieAt, node);
        const tried = this.evaluate(trial);
        if (!isBetter(tried, merit)) continue;
        tree.copy(trial);
        merit = tried;
        isBetterFound = true;
        break;
      }
    }
    return merit;
  }

  private candidates({ cost, violation }: Merit) {
    const { tree } = this;
    const { fixed } = this.problem;
    const most = violation > 0 ? Number.POSITIVE_INFINITY : DOUBT * cost;
    const found: { tieAt: number; node: number; change: number }[] = [];
    for (let tieAt = 0; tieAt < tree.ties.length; tieAt++) {
      tree.findExchange(tree.ties[tieAt]!);
      if (tree.exchange.change > most) continue;
      found.push({ tieAt, node: tree.exchange.node, change: tree.exchange.change });
      // The next best ones are the neighbours of the best.
      for (const near of this.neighbours(tree.exchange.node))
        if (fixed[tree.parentBranch[near]!] === 0)
          found.push({ tieAt, node: near, change: tree.exchange.change + most });
    }
    return found.sort((a, b) => a.change - b.change || a.tieAt - b.tieAt).slice(0, this.mostTries);
  }

  /** In the loop that was walked last. */
  private neighbours(node: number): number[] {
    const { left, right, leftCount, rightCount } = this.tree;
    for (const [side, count] of [[left, leftCount] as const, [right, rightCount] as const])
      for (let at = 0; at < count; at++)
        if (side[at] === node)
          return [at > 0 ? side[at - 1]! : -1, at + 1 < count ? side[at + 1]! : -1].filter((n) => n >= 0);
    return [];
  }

  /** Random exchanges, the later ones mostly near the first. */
  private kick(count: number): void {
    const { tree, random, problem } = this;
    let tieAt = random.below(tree.ties.length);
    for (let done = 0; done < count; done++) {
      tree.walkLoop(tree.ties[tieAt]!);
      const size = tree.leftCount + tree.rightCount;
      if (size > 0) {
        const pick = random.below(size);
        const node = pick < tree.leftCount ? tree.left[pick]! : tree.right[pick - tree.leftCount]!;
        if (problem.fixed[tree.parentBranch[node]!] === 0) tree.apply(tieAt, node);
      }
      // The branch just opened is a tie at the same place; its neighbours in the list are often neighbours in the network.
      tieAt = random.unit() < 0.5 ? random.below(tree.ties.length) : (tieAt + 1) % tree.ties.length;
    }
  }

  private note(merit: Merit): void {
    this.idle++;
    if (!isBetter(merit, this.best.merit)) return;
    this.idle = 0;
    this.best = { closed: this.tree.closed.slice(), merit };
    this.record.copy(this.tree);
  }

  private returnToBest(): void {
    this.idle = 0;
    this.current.copy(this.record);
    this.currentMerit = this.best.merit;
    this.currentHash = this.hash(this.current);
  }

  /** Whether this tree was not looked at before. */
  private isNew(tree: ExchangeTree): boolean {
    const hash = this.hash(tree);
    if (this.seen.has(hash)) return false;
    if (this.seen.size < MOST_SEEN) this.seen.add(hash);
    return true;
  }

  private hash({ ties }: ExchangeTree): number {
    let hash = 0;
    for (let at = 0; at < ties.length; at++) hash += this.hashOf[ties[at]!]!;
    return hash;
  }
}
