import type { Closed, FeedingOrder } from '../network/power-flow';
import type { ReconfigurationProblem } from './reconfiguration-problem';

const NONE = -1;

/** The best exchange of one tie: which branch to open for it, and by how much the losses change. */
export interface Exchange {
  /** The node that the branch to open feeds today; −1: none. */
  node: number;
  change: number;
}

/**
 * A tree that feeds all nodes, and how its losses change when a tie is closed and another branch of its loop opened. With
 * the currents that nodes draw held, that is exact and costs one walk around the loop: all branches of a loop carry the
 * current of the opened one more or less (Civanlar, Grainger, Yin and Lee, IEEE Trans. Power Delivery 3, 1988).
 */
export class ExchangeTree implements FeedingOrder {
  readonly closed: Closed;
  readonly order: Int32Array;
  orderCount = 0;
  readonly parent: Int32Array;
  readonly parentBranch: Int32Array;
  /** Current into each node over the branch that feeds it, p.u. */
  readonly currentRe: Float64Array;
  readonly currentIm: Float64Array;
  /** Usable branches that are open. */
  readonly ties: Int32Array;
  /** The nodes of the last loop, from the ends of the tie up to, not including, the first common one. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  leftCount = 0;
  rightCount = 0;
  readonly exchange: Exchange = { node: NONE, change: 0 };
  private readonly leftMark: Int32Array;
  private readonly rightMark: Int32Array;
  private mark = 0;
  private readonly firstChild: Int32Array;
  private readonly nextChild: Int32Array;

  /** @param closed a spanning tree; nodes that are not to be fed have no closed branch */
  constructor(
    readonly problem: ReconfigurationProblem,
    start: FeedingOrder,
    closed: Closed,
    givenTies?: Int32Array,
  ) {
    const { nodeCount, branchCount } = problem.network;
    const nodes = () => new Int32Array(nodeCount);
    this.closed = closed.slice();
    this.order = start.order.slice();
    this.orderCount = start.orderCount;
    this.parent = start.parent.slice();
    this.parentBranch = start.parentBranch.slice();
    [this.currentRe, this.currentIm] = [new Float64Array(nodeCount), new Float64Array(nodeCount)];
    [this.left, this.right, this.leftMark, this.rightMark] = [nodes(), nodes(), nodes(), nodes()];
    [this.firstChild, this.nextChild] = [nodes(), nodes()];
    const ties: number[] = [];
    for (let branch = 0; branch < branchCount; branch++)
      if (problem.usable[branch] === 1 && closed[branch] === 0 && problem.isFed[problem.network.from[branch]!] === 1)
        ties.push(branch);
    this.ties = givenTies?.slice() ?? Int32Array.from(ties);
  }

  /** A tree of its own that is the same. */
  clone(): ExchangeTree {
    return new ExchangeTree(this.problem, this, this.closed, this.ties);
  }

  /** Makes it the same tree as the one that it is a clone of, or a later state of that. */
  copy(other: ExchangeTree): void {
    this.closed.set(other.closed);
    this.parent.set(other.parent);
    this.parentBranch.set(other.parentBranch);
    this.currentRe.set(other.currentRe);
    this.currentIm.set(other.currentIm);
    this.ties.set(other.ties);
  }

  /** Finds the loop that a tie closes. */
  walkLoop(tie: number): void {
    const { parent, left, right, leftMark, rightMark, problem } = this;
    const mark = ++this.mark;
    let a = problem.network.from[tie]!;
    let b = problem.network.to[tie]!;
    let [lefts, rights] = [0, 0];
    let meeting = NONE;
    while (a !== NONE || b !== NONE) {
      if (a !== NONE) {
        if (rightMark[a] === mark) {
          meeting = a;
          break;
        }
        leftMark[a] = mark;
        left[lefts++] = a;
        a = parent[a]!;
      }
      if (b !== NONE) {
        if (leftMark[b] === mark) {
          meeting = b;
          break;
        }
        rightMark[b] = mark;
        right[rights++] = b;
        b = parent[b]!;
      }
    }
    // One side may have gone further than where they meet; sources all hang from one root.
    if (meeting !== NONE) {
      while (lefts > 0 && leftMark[meeting] === mark && left[lefts - 1] !== meeting) lefts--;
      while (rights > 0 && rightMark[meeting] === mark && right[rights - 1] !== meeting) rights--;
      if (left[lefts - 1] === meeting) lefts--;
      if (right[rights - 1] === meeting) rights--;
    } else {
      lefts--;
      rights--;
    }
    this.leftCount = lefts;
    this.rightCount = rights;
  }

  /** Puts the best branch to open for a tie into `exchange`; change is infinite where none may be opened. */
  findExchange(tie: number): void {
    const { parentBranch, currentRe, currentIm, left, right, problem, exchange } = this;
    const { weight, fixed } = problem;
    this.walkLoop(tie);
    let [re, im, whole] = [0, 0, weight[tie]!];
    for (let at = 0; at < this.leftCount; at++) {
      const node = left[at]!;
      const r = weight[parentBranch[node]!]!;
      re += r * currentRe[node]!;
      im += r * currentIm[node]!;
      whole += r;
    }
    for (let at = 0; at < this.rightCount; at++) {
      const node = right[at]!;
      const r = weight[parentBranch[node]!]!;
      re -= r * currentRe[node]!;
      im -= r * currentIm[node]!;
      whole += r;
    }
    exchange.node = NONE;
    exchange.change = Number.POSITIVE_INFINITY;
    for (let side = 0; side < 2; side++) {
      const nodes = side === 0 ? left : right;
      const count = side === 0 ? this.leftCount : this.rightCount;
      const sign = side === 0 ? -2 : 2;
      for (let at = 0; at < count; at++) {
        const node = nodes[at]!;
        if (fixed[parentBranch[node]!] === 1) continue;
        const [iRe, iIm] = [currentRe[node]!, currentIm[node]!];
        const change = sign * (iRe * re + iIm * im) + whole * (iRe * iRe + iIm * iIm);
        if (change >= exchange.change) continue;
        exchange.change = change;
        exchange.node = node;
      }
    }
  }

  /** Closes the tie at a place of `ties` and opens the branch that feeds `node`, which is in its loop. */
  apply(tieAt: number, node: number): void {
    const { ties, closed, parent, parentBranch, currentRe, currentIm, problem } = this;
    const tie = ties[tieAt]!;
    this.walkLoop(tie);
    let isLeft = false;
    for (let at = 0; at < this.leftCount && !isLeft; at++) isLeft = this.left[at] === node;
    const [side, sideCount] = isLeft ? [this.left, this.leftCount] : [this.right, this.rightCount];
    const [other, otherCount] = isLeft ? [this.right, this.rightCount] : [this.left, this.leftCount];
    const opened = parentBranch[node]!;
    const [moveRe, moveIm] = [currentRe[node]!, currentIm[node]!];
    for (let at = 0; at < otherCount; at++) {
      currentRe[other[at]!]! += moveRe;
      currentIm[other[at]!]! += moveIm;
    }
    let at = 0;
    let [above, over, re, im] = [isLeft ? problem.network.to[tie]! : problem.network.from[tie]!, tie, moveRe, moveIm];
    // From the tie up to the opened branch everything is fed the other way round.
    for (; at < sideCount; at++) {
      const here = side[at]!;
      const [wasOver, wasRe, wasIm] = [parentBranch[here]!, currentRe[here]!, currentIm[here]!];
      parent[here] = above;
      parentBranch[here] = over;
      currentRe[here] = re;
      currentIm[here] = im;
      [above, over, re, im] = [here, wasOver, moveRe - wasRe, moveIm - wasIm];
      if (here === node) break;
    }
    for (at++; at < sideCount; at++) {
      currentRe[side[at]!]! -= moveRe;
      currentIm[side[at]!]! -= moveIm;
    }
    closed[tie] = 1;
    closed[opened] = 0;
    ties[tieAt] = opened;
  }

  /** Losses with the currents as they are, p.u. */
  energy(): number {
    const { parentBranch, currentRe, currentIm, problem } = this;
    let sum = 0;
    for (let node = 0; node < parentBranch.length; node++) {
      const branch = parentBranch[node]!;
      if (branch !== NONE) sum += problem.weight[branch]! * (currentRe[node]! ** 2 + currentIm[node]! ** 2);
    }
    return sum;
  }

  /** Brings `order` up to date. */
  sort(): void {
    const { order, parent, firstChild, nextChild, problem } = this;
    const { network, isFed } = problem;
    firstChild.fill(NONE);
    for (let node = network.nodeCount - 1; node >= 0; node--) {
      const above = parent[node]!;
      if (above === NONE) continue;
      nextChild[node] = firstChild[above]!;
      firstChild[above] = node;
    }
    let count = 0;
    for (const source of network.sources) if (isFed[source] === 1) order[count++] = source;
    for (let at = 0; at < count; at++)
      for (let child = firstChild[order[at]!]!; child !== NONE; child = nextChild[child]!) order[count++] = child;
    this.orderCount = count;
  }
}
