import type { PackedTrees } from './packed-trees';

/** Rows that are walked down one tree after the other: tree and rows stay in the first-level cache. */
export const BLOCK_ROWS = 256;

/**
 * Adds the path lengths of all trees to `sums`, in the order of the trees. Four rows go down a tree at once: the
 * steps of one wait for memory, those of four fill the wait. `+(a > b)` compiles to a comparison without a branch.
 *
 * @param rows as many as `sums`, row-major
 */
export function addPaths(packed: PackedTrees, rows: Float32Array, sums: Float64Array): void {
  const { trees, columns, height, threshold, feature, leaf, leafPath } = packed;
  const places = 1 << height;
  const inFours = sums.length & ~3;
  for (let tree = 0; tree < trees; tree++) {
    const base = tree * places;
    for (let row = 0; row < inFours; row += 4) {
      const x0 = row * columns;
      const x1 = x0 + columns;
      const x2 = x1 + columns;
      const x3 = x2 + columns;
      let a = 1;
      let b = 1;
      let c = 1;
      let d = 1;
      for (let level = 0; level < height; level++) {
        a = (a << 1) | +(rows[x0 + feature[base + a]!]! > threshold[base + a]!);
        b = (b << 1) | +(rows[x1 + feature[base + b]!]! > threshold[base + b]!);
        c = (c << 1) | +(rows[x2 + feature[base + c]!]! > threshold[base + c]!);
        d = (d << 1) | +(rows[x3 + feature[base + d]!]! > threshold[base + d]!);
      }
      const leaves = base - places;
      sums[row]! += leafPath[leaf[leaves + a]!]!;
      sums[row + 1]! += leafPath[leaf[leaves + b]!]!;
      sums[row + 2]! += leafPath[leaf[leaves + c]!]!;
      sums[row + 3]! += leafPath[leaf[leaves + d]!]!;
    }
    for (let row = inFours; row < sums.length; row++) {
      sums[row]! += pathInTree(packed, tree, rows, row * columns);
    }
  }
}

/** Sum of the path lengths of one row in all trees, in the order of the trees. */
export function pathOf(packed: PackedTrees, row: ArrayLike<number>): number {
  let sum = 0;
  for (let tree = 0; tree < packed.trees; tree++) sum += pathInTree(packed, tree, row, 0);
  return sum;
}

function pathInTree(packed: PackedTrees, tree: number, row: ArrayLike<number>, from: number): number {
  const { height, threshold, feature, leaf, leafPath } = packed;
  const places = 1 << height;
  const base = tree * places;
  let node = 1;
  for (let level = 0; level < height; level++) {
    node = (node << 1) | +(Math.fround(row[from + feature[base + node]!]!) > threshold[base + node]!);
  }
  return leafPath[leaf[base - places + node]!]!;
}
