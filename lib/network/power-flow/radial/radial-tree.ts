import type { AcNetwork, Closed } from './ac-network';

/** So many names are told of a loop or an island. */
const MOST_NAMED = 12;
const NONE = -1;

/** A network that is not fed as it must be: a loop, or an island with load. */
export class NotRadial extends Error {}

/**
 * The trees by which the sources of a network feed its nodes over closed branches; nodes without any power that no source
 * reaches are dead. Arrays are used again by each `grow`.
 */
export class RadialTree {
  /** Fed nodes, each behind the one that feeds it. */
  readonly order: Int32Array;
  orderCount = 0;
  /** Of each node the one that feeds it; −1: a source, or dead. */
  readonly parent: Int32Array;
  /** The branch from there; −1 likewise. */
  readonly parentBranch: Int32Array;
  readonly isFed: Uint8Array;
  private readonly start: Int32Array;
  private readonly branchAt: Int32Array;

  constructor(readonly network: AcNetwork) {
    const { nodeCount, branchCount, from, to } = network;
    this.order = new Int32Array(nodeCount);
    this.parent = new Int32Array(nodeCount);
    this.parentBranch = new Int32Array(nodeCount);
    this.isFed = new Uint8Array(nodeCount);
    this.start = new Int32Array(nodeCount + 1);
    this.branchAt = new Int32Array(2 * branchCount);
    for (let branch = 0; branch < branchCount; branch++) {
      this.start[from[branch]! + 1]! += 1;
      this.start[to[branch]! + 1]! += 1;
    }
    for (let node = 0; node < nodeCount; node++) this.start[node + 1]! += this.start[node]!;
    const next = this.start.slice();
    for (let branch = 0; branch < branchCount; branch++) {
      this.branchAt[next[from[branch]!]!++] = branch;
      this.branchAt[next[to[branch]!]!++] = branch;
    }
  }

  /** @throws NotRadial that names the loop, the sources that are joined, or the nodes that nothing feeds */
  grow(closed: Closed): void {
    const { network, order, parent, parentBranch, isFed, start, branchAt } = this;
    const { from, to, sources } = network;
    isFed.fill(0);
    parent.fill(NONE);
    parentBranch.fill(NONE);
    let count = 0;
    for (const source of sources) {
      isFed[source] = 1;
      order[count++] = source;
    }
    for (let at = 0; at < count; at++) {
      const node = order[at]!;
      for (let slot = start[node]!; slot < start[node + 1]!; slot++) {
        const branch = branchAt[slot]!;
        if (closed[branch] === 0 || branch === parentBranch[node]) continue;
        const other = from[branch]! === node ? to[branch]! : from[branch]!;
        if (isFed[other] === 1) throw this.loop(node, other, branch);
        isFed[other] = 1;
        parent[other] = node;
        parentBranch[other] = branch;
        order[count++] = other;
      }
    }
    this.orderCount = count;
    if (count < network.nodeCount) this.checkDead(closed);
  }

  private loop(node: number, other: number, branch: number): NotRadial {
    const { network, parent, parentBranch } = this;
    const { nodes } = network.model;
    const above = (start: number) => {
      const way: number[] = [];
      for (let at = start; at !== NONE; at = parent[at]!) way.push(at);
      return way;
    };
    const [left, right] = [above(node), above(other)];
    const [sourceA, sourceB] = [left.at(-1)!, right.at(-1)!];
    while (left.length > 1 && right.length > 1 && left.at(-2) === right.at(-2)) {
      left.pop();
      right.pop();
    }
    const isJoined = sourceA !== sourceB;
    if (!isJoined) {
      left.pop();
      right.pop();
    }
    const ring = [branch, ...[...left, ...right].map((at) => parentBranch[at]!).filter((at) => at !== NONE)];
    const told = listed(ring.map((at) => network.nameOf(at)));
    return new NotRadial(
      isJoined
        ? `the sources ${nodes[sourceA]!.id} and ${nodes[sourceB]!.id} are joined by ${told}: open one of these branches`
        : `the network is meshed, with a loop over ${told}: open one of these branches`,
    );
  }

  private checkDead(closed: Closed): void {
    const { network, isFed } = this;
    const { nodes, branches } = network.model;
    const hasPower = (at: number) => network.drawnP[at] !== 0 || network.drawnQ[at] !== 0;
    const first = isFed.findIndex((fed, at) => fed === 0 && hasPower(at));
    if (first === NONE) return;
    const island = new Set([first]);
    for (let size = 0; size < island.size; ) {
      size = island.size;
      for (const [at, { from, to }] of branches.entries()) {
        if (closed[at] === 0 || island.has(from) === island.has(to)) continue;
        island.add(from).add(to);
      }
    }
    const names = listed([...island].map((at) => nodes[at]!.id));
    throw new NotRadial(`no source feeds the island of node ${names}: close a branch that leads there`);
  }
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
