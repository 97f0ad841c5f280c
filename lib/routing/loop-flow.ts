import type { LossBound } from './loss-bound';
import { UnionFind } from './start-tree';

/** One loop of a network and what it costs at least to open each of its branches. */
export interface Loop {
  branches: number[];
  /** By how much the least energy grows when the branch is opened. */
  growth: number[];
}

export interface LoopFlow {
  energyP: number;
  energyQ: number;
  potentialP: Float64Array;
  potentialQ: Float64Array;
  loops: Loop[];
  /** The tree that is left, when there is no loop. */
  tree: Uint8Array;
}

/**
 * The flow of least energy Σ r·f² that serves all draws over the branches that are not removed, by mesh analysis: a tree,
 * and one current around each loop that another branch closes with it. Opening a branch with flow f costs
 * f²/(cᵀM⁻¹c), with M the loops' resistances and c the loops of the branch.
 * @returns undefined when some node can't be fed any more
 */
export function loopFlow({ problem, resistance }: LossBound, removed: Uint8Array): LoopFlow | undefined {
  const { network, usable, isFed } = problem;
  const { nodeCount, branchCount, from, to, drawnP, drawnQ, sources } = network;
  const joined = new UnionFind(nodeCount);
  for (const source of sources) joined.union(sources[0]!, source);
  const tree = new Uint8Array(branchCount);
  const chords: number[] = [];
  const beside: number[][] = Array.from({ length: nodeCount }, () => []);
  for (let branch = 0; branch < branchCount; branch++) {
    if (usable[branch] === 0 || removed[branch] === 1 || isFed[from[branch]!] === 0) continue;
    if (!joined.union(from[branch]!, to[branch]!)) {
      chords.push(branch);
      continue;
    }
    tree[branch] = 1;
    beside[from[branch]!]!.push(branch);
    beside[to[branch]!]!.push(branch);
  }
  const parent = new Int32Array(nodeCount).fill(-1);
  const over = new Int32Array(nodeCount).fill(-1);
  const depth = new Int32Array(nodeCount);
  const order = sources.slice();
  for (let at = 0; at < order.length; at++) {
    const node = order[at]!;
    for (const branch of beside[node]!) {
      if (branch === over[node]) continue;
      const next = from[branch] === node ? to[branch]! : from[branch]!;
      parent[next] = node;
      over[next] = branch;
      depth[next] = depth[node]! + 1;
      order.push(next);
    }
  }
  if (order.length < isFed.reduce((sum, fed) => sum + fed, 0)) return undefined;
  const [flowP, flowQ] = [drawnP.slice(), drawnQ.slice()];
  for (let at = order.length - 1; at >= 0; at--) {
    const up = parent[order[at]!]!;
    if (up < 0) continue;
    flowP[up]! += flowP[order[at]!]!;
    flowQ[up]! += flowQ[order[at]!]!;
  }
  const count = chords.length;
  const walks = chords.map((chord) => {
    const walk: { node: number; sign: number }[] = [];
    let [a, b] = [from[chord]!, to[chord]!];
    while (a !== b && (parent[a]! >= 0 || parent[b]! >= 0)) {
      if (depth[a]! >= depth[b]!) {
        walk.push({ node: a, sign: 1 });
        a = parent[a]!;
      } else {
        walk.push({ node: b, sign: -1 });
        b = parent[b]!;
      }
    }
    return walk;
  });
  const loopsOf: { loop: number; sign: number }[][] = Array.from({ length: nodeCount }, () => []);
  for (const [loop, walk] of walks.entries()) for (const { node, sign } of walk) loopsOf[node]!.push({ loop, sign });
  const inverse = new Float64Array(count * count);
  const [driveP, driveQ] = [new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) inverse[k * count + k] = resistance[chords[k]!]!;
  for (const node of order) {
    const r = over[node]! < 0 ? 0 : resistance[over[node]!]!;
    for (const { loop, sign } of loopsOf[node]!) {
      driveP[loop]! -= sign * r * flowP[node]!;
      driveQ[loop]! -= sign * r * flowQ[node]!;
      for (const other of loopsOf[node]!) inverse[loop * count + other.loop]! += r * sign * other.sign;
    }
  }
  invert(inverse, count);
  const [aroundP, aroundQ] = [product(inverse, driveP), product(inverse, driveQ)];
  const [potentialP, potentialQ] = [new Float64Array(nodeCount), new Float64Array(nodeCount)];
  let [energyP, energyQ] = [0, 0];
  for (const node of order) {
    if (parent[node]! < 0) continue;
    const r = resistance[over[node]!]!;
    for (const { loop, sign } of loopsOf[node]!) {
      flowP[node]! += sign * aroundP[loop]!;
      flowQ[node]! += sign * aroundQ[loop]!;
    }
    energyP += r * flowP[node]! ** 2;
    energyQ += r * flowQ[node]! ** 2;
    potentialP[node] = potentialP[parent[node]!]! + r * flowP[node]!;
    potentialQ[node] = potentialQ[parent[node]!]! + r * flowQ[node]!;
  }
  const loops = walks.map((walk, k): Loop => {
    const [p, q] = [aroundP[k]!, aroundQ[k]!];
    const r = resistance[chords[k]!]!;
    energyP += r * p * p;
    energyQ += r * q * q;
    return {
      branches: [chords[k]!, ...walk.map(({ node }) => over[node]!)],
      growth: [
        (p * p + q * q) / inverse[k * count + k]!,
        ...walk.map(({ node }) => {
          let stiffness = 0;
          for (const a of loopsOf[node]!)
            for (const b of loopsOf[node]!) stiffness += a.sign * b.sign * inverse[a.loop * count + b.loop]!;
          return (flowP[node]! ** 2 + flowQ[node]! ** 2) / stiffness;
        }),
      ],
    };
  });
  return { energyP, energyQ, potentialP, potentialQ, loops, tree };
}

/** In place, of a symmetric positive definite matrix: Gauss-Jordan without pivoting. */
function invert(matrix: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    const pivot = 1 / matrix[k * size + k]!;
    matrix[k * size + k] = 1;
    for (let column = 0; column < size; column++) matrix[k * size + column]! *= pivot;
    for (let row = 0; row < size; row++) {
      const factor = matrix[row * size + k]!;
      if (row === k || factor === 0) continue;
      matrix[row * size + k] = 0;
      for (let column = 0; column < size; column++) matrix[row * size + column]! -= factor * matrix[k * size + column]!;
    }
  }
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let column = 0; column < size; column++) sum += matrix[row * size + column]! * vector[column]!;
    return sum;
  });
}
