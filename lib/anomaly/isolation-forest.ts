import { packedFromBytes, packedToBytes } from './forest-bytes';
import { TreeGrower } from './grow-tree';
import { checkWhole, MAX_SAMPLE_SIZE, type PackedTrees, PackedTreesBuilder } from './packed-trees';
import { averagePathLength } from './path-length';
import { SeededRandom } from './random';
import { addPaths, pathOf } from './walk';

/** For fewer it takes longer to lay out the trees than to walk them as they are. */
const FEW_ROWS = 64;

export interface ForestSettings {
  /** More make scores steadier. */
  trees: number;
  /** Rows that each tree is grown from, at most 4,096; of fewer rows all are taken. */
  sampleSize: number;
  /** Whole number; the same seed and data give the same forest. */
  seed: number;
}

/** Isolation Forest: how easily a row is told apart from all others. Liu, Ting, Zhou, "Isolation Forest", ICDM 2008. */
export class IsolationForest {
  /** Sum of path lengths at which the score is a half. */
  private readonly usual: number;

  constructor(readonly packed: PackedTrees) {
    this.usual = packed.trees * averagePathLength(packed.sampleSize);
  }

  /** @throws Error when the bytes are no forest, are damaged or of another version */
  static fromBytes(bytes: Uint8Array): IsolationForest {
    return new IsolationForest(packedFromBytes(bytes));
  }

  /** For a file or, as Base64, for JSON; `fromBytes` gives a forest with the same scores to the last bit. */
  toBytes(): Uint8Array {
    return packedToBytes(this.packed);
  }

  get columns(): number {
    return this.packed.columns;
  }

  /**
   * Anomaly scores 2^(−E[h]/c(n)), above 0 and below 1, higher is more anomalous, about 0.5 is usual.
   *
   * @param data row-major, rows × columns; values are rounded to single precision, as in fitting. A row with a NaN has
   *   the score NaN.
   * @param out takes the scores instead of a new array; at least `rows` long
   * @throws Error when `data` or `out` is too short
   */
  score(data: Float32Array | Float64Array, rows: number, out = new Float64Array(rows)): Float64Array {
    const { packed, usual } = this;
    const { columns } = packed;
    checkShape(data, rows, columns);
    if (out.length < rows) throw new Error(`out holds ${out.length} scores, not ${rows}`);
    if (rows < FEW_ROWS) for (let i = 0; i < rows; i++) out[i] = pathOf(packed, data, i * columns);
    else addPaths(packed, data, rows, out.fill(0, 0, rows));
    for (let i = 0; i < rows; i++) {
      out[i] = hasNaN(data, i * columns, columns) ? Number.NaN : scoreOf(out[i]!, usual);
    }
    return out;
  }

  /** The score of one row, the same as `score` gives. @throws Error when the row is too short */
  scoreOne(row: ArrayLike<number>): number {
    const { columns } = this.packed;
    if (row.length < columns) throw new Error(`the row has ${row.length} values, the forest ${columns} columns`);
    return hasNaN(row, 0, columns) ? Number.NaN : scoreOf(pathOf(this.packed, row, 0), this.usual);
  }
}

/**
 * Grows a forest. Columns whose values are all alike are never split at.
 *
 * @param data row-major, rows × columns; values are rounded to single precision
 * @throws Error for settings that can't be, for data that are too short, and for a value that is not finite in single
 *   precision, with its row and column, from 0
 */
export function fitForest(
  data: Float32Array | Float64Array,
  rows: number,
  columns: number,
  { trees, sampleSize, seed }: ForestSettings,
): IsolationForest {
  checkWhole('rows', rows, 1, 2 ** 32 - 1);
  checkWhole('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  checkWhole('sample size', sampleSize, 1, MAX_SAMPLE_SIZE);
  const size = Math.min(sampleSize, rows);
  const nodes = new PackedTreesBuilder(trees, columns, size);
  checkShape(data, rows, columns);
  checkFinite(data, rows, columns);
  const random = new SeededRandom(seed);
  const grower = new TreeGrower(data, columns, random, nodes);
  // A shuffled start of all rows is a sample without replacement, whatever their order was before.
  const shuffled = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) shuffled[i] = i;
  const sample = shuffled.subarray(0, size);
  for (let tree = 0; tree < trees; tree++) {
    for (let i = 0; i < size; i++) {
      const other = i + random.below(rows - i);
      const row = shuffled[other]!;
      shuffled[other] = shuffled[i]!;
      shuffled[i] = row;
    }
    grower.grow(tree, sample);
  }
  return new IsolationForest(nodes.build());
}

/** One row, or rows that are all alike, are neither usual nor unusual: a half. */
const scoreOf = (sum: number, usual: number) => (usual === 0 ? 0.5 : 2 ** (-sum / usual));

function hasNaN(values: ArrayLike<number>, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (Number.isNaN(values[i])) return true;
  return false;
}

function checkShape(data: Float32Array | Float64Array, rows: number, columns: number): void {
  if (!(data.length >= rows * columns))
    throw new Error(`data holds ${data.length} values, not ${rows} rows × ${columns} columns`);
}

function checkFinite(data: Float32Array | Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows * columns; i++) {
    // What is too large for single precision becomes Infinity.
    if (Number.isFinite(Math.fround(data[i]!))) continue;
    const place = `row ${Math.floor(i / columns)}, column ${i % columns}`;
    throw new Error(`${place}: ${data[i]} is no finite number in single precision; leave such rows out`);
  }
}
