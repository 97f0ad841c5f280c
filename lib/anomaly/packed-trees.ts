import { averagePathLength, heightLimit } from './path-length';

/** Highest number of nodes of all trees of a forest together; 8 bytes each. */
const MAX_NODES = 2 ** 24;
export const MAX_SAMPLE_SIZE = 4096;
/** As many as there may be at all; see the memory in walk.ts. */
export const MAX_COLUMNS = 16_384;

/**
 * The trees of a forest as complete binary trees of the full height, in three arrays: inner nodes of tree t at
 * t·2^height + node, where node 1 is the root and 2n, 2n + 1 are the children of n; the 2^height places below the last
 * inner nodes hold the leaves. A leaf higher up has the threshold Infinity, so that every row goes left from there down
 * to the place of that leaf. So every walk has the same number of steps and no branch that a processor could guess wrong.
 */
export interface PackedTrees {
  trees: number;
  columns: number;
  /** Rows that each tree was grown from. */
  sampleSize: number;
  /** Steps from the root to a leaf's place. */
  height: number;
  /** Values up to and including it go left. */
  threshold: Float32Array;
  feature: Uint8Array | Uint16Array;
  /** Kind of the leaf at each place: an index to the arrays below. */
  leaf: Uint8Array | Uint16Array;
  /** Path length of a kind of leaf: its depth and the average of what its rows would still need. */
  leafPath: Float64Array;
  /** Rows of a kind of leaf. */
  leafRows: Uint16Array;
}

/** Takes the nodes of growing trees. */
export class PackedTreesBuilder {
  readonly height: number;
  private readonly threshold: Float32Array;
  private readonly feature: Uint8Array | Uint16Array;
  private readonly leaves: Uint16Array;
  /** Kind of a leaf + 1 by its depth and rows; 0 where there was none so far. */
  private readonly kinds: Uint16Array;
  private readonly leafPath: number[] = [];
  private readonly leafRows: number[] = [];

  /** @throws Error when the forest would be larger than a forest may be */
  constructor(
    private readonly trees: number,
    private readonly columns: number,
    private readonly sampleSize: number,
  ) {
    checkWhole('trees', trees, 1, MAX_NODES);
    checkWhole('columns', columns, 1, MAX_COLUMNS);
    checkWhole('sample size', sampleSize, 1, MAX_SAMPLE_SIZE);
    this.height = heightLimit(sampleSize);
    const nodes = trees * 2 ** this.height;
    if (nodes > MAX_NODES)
      throw new Error(`${trees} trees of ${sampleSize} rows are too many: take fewer trees or smaller samples`);
    this.threshold = new Float32Array(nodes).fill(Number.POSITIVE_INFINITY);
    this.feature = columns <= 256 ? new Uint8Array(nodes) : new Uint16Array(nodes);
    this.leaves = new Uint16Array(nodes);
    this.kinds = new Uint16Array((this.height + 1) * (sampleSize + 1));
  }

  inner(tree: number, node: number, feature: number, threshold: number): void {
    const at = (tree << this.height) + node;
    this.feature[at] = feature;
    this.threshold[at] = threshold;
  }

  leaf(tree: number, node: number, depth: number, rows: number): void {
    const key = depth * (this.sampleSize + 1) + rows;
    if (this.kinds[key] === 0) {
      this.leafPath.push(depth + averagePathLength(rows));
      this.kinds[key] = this.leafRows.push(rows);
    }
    this.leaves[(tree << this.height) + (node << (this.height - depth)) - (1 << this.height)] = this.kinds[key]! - 1;
  }

  build(): PackedTrees {
    const { trees, columns, sampleSize, height, threshold, feature } = this;
    const leaf = this.leafRows.length <= 256 ? Uint8Array.from(this.leaves) : this.leaves;
    const leafPath = Float64Array.from(this.leafPath);
    const leafRows = Uint16Array.from(this.leafRows);
    return { trees, columns, sampleSize, height, threshold, feature, leaf, leafPath, leafRows };
  }
}

/** @throws Error that names what is no whole number from `low` to `high` */
export function checkWhole(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new Error(`${name} ${value}: give a whole number, ${low} to ${high}`);
}
