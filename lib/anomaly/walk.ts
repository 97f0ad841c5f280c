import type { PackedTrees } from './packed-trees';
import { PLACE_BYTES, ROWS_AT_ONCE, type Walk, walkModule } from './walk-module';

const PAGE_BYTES = 65_536;
/** Parts of the module's memory: trees, the largest 64 KiB; rows, eight of the longest 512 KiB; sums. */
const TREES_BYTES = 16 * PAGE_BYTES;
const ROWS_BYTES = 8 * PAGE_BYTES;
const PAGES = 25;
/** Rows and a tree of 256 rows lie together in a first-level cache of 32 KiB. */
const BLOCK_BYTES = 16_384;
const MOST_BLOCK_ROWS = 1024;
/** What is used of it; its types come with the DOM's only. */
declare const WebAssembly: {
  Memory: new (size: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

interface Walker {
  walk: Walk;
  floats: Float32Array;
  integers: Int32Array;
  doubles: Float64Array;
}
let walker: Walker | undefined;

/**
 * Adds the path lengths of all trees to `sums`, in the order of the trees. In WebAssembly, which took half the time of
 * the same loop in JavaScript: no bounds are checked at every step, and comparisons stay in single precision.
 *
 * @param data rows × columns, row-major
 */
export function addPaths(packed: PackedTrees, data: Float32Array | Float64Array, rows: number, sums: Float64Array) {
  const { trees, columns, height } = packed;
  walker ??= load();
  const { walk, floats, doubles } = walker;
  const treeBytes = 2 * PLACE_BYTES * 2 ** height;
  const atOnce = Math.floor(TREES_BYTES / treeBytes);
  const rowBytes = 4 * columns;
  const sumsAt = (TREES_BYTES + ROWS_BYTES) / 8;
  const blockRows = ROWS_AT_ONCE * clamp(Math.floor(BLOCK_BYTES / rowBytes / ROWS_AT_ONCE), 1, MOST_BLOCK_ROWS / 8);
  for (let first = 0; first < trees; first += atOnce) {
    const count = Math.min(atOnce, trees - first);
    for (let tree = 0; tree < count; tree++) lay(packed, first + tree, (tree * treeBytes) / PLACE_BYTES, walker);
    for (let row = 0; row < rows; row += blockRows) {
      const end = Math.min(rows, row + blockRows);
      floats.set(data.subarray(row * columns, end * columns), TREES_BYTES / 4);
      doubles.set(sums.subarray(row, end), sumsAt);
      // The last ones may be rows of an earlier block; what they add is not taken.
      const endOfRows = TREES_BYTES + (end - row) * rowBytes;
      walk(0, count, treeBytes, TREES_BYTES, endOfRows, rowBytes, sumsAt * 8, height);
      sums.set(doubles.subarray(sumsAt, sumsAt + end - row), row);
    }
  }
}

/** Lays a tree into the memory, from place `from` on. */
function lay(packed: PackedTrees, tree: number, from: number, { floats, integers, doubles }: Walker): void {
  const { height, threshold, feature, leaf, leafPath } = packed;
  const places = 1 << height;
  const base = tree * places;
  for (let node = 1; node < places; node++) {
    floats[2 * (from + node)] = threshold[base + node]!;
    integers[2 * (from + node) + 1] = 4 * feature[base + node]!;
  }
  for (let i = 0; i < places; i++) doubles[from + places + i] = leafPath[leaf[base + i]!]!;
}

function load(): Walker {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(walkModule()), { env: { memory } });
  const { buffer } = memory;
  return {
    walk: exports.walk as Walk,
    floats: new Float32Array(buffer),
    integers: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
  };
}

/** Sum of the path lengths of one row in all trees, in the order of the trees; the same as `addPaths` gives. */
export function pathOf(packed: PackedTrees, row: ArrayLike<number>, from: number): number {
  const { trees, height, threshold, feature, leaf, leafPath } = packed;
  const places = 1 << height;
  let sum = 0;
  for (let base = 0; base < trees * places; base += places) {
    let node = 1;
    for (let level = 0; level < height; level++) {
      // A boolean made a number by + compiles to a comparison without a branch.
      node = (node << 1) | +(Math.fround(row[from + feature[base + node]!]!) > threshold[base + node]!);
    }
    sum += leafPath[leaf[base - places + node]!]!;
  }
  return sum;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
