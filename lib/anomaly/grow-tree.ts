import type { PackedTreesBuilder } from './packed-trees';
import type { SeededRandom } from './random';

/**
 * Grows isolation trees, each from a sample of its own: a node is split at a column drawn from those in which its rows
 * differ, at a value drawn evenly between their least and greatest; until a row is alone, all rows are alike or the
 * height is reached. scikit-learn's trees are grown so, too (ExtraTreeRegressor with one random column a node).
 */
export class TreeGrower {
  /** Columns in the order of being drawn; those known to be constant in the node come first. */
  private readonly drawn: Uint16Array;
  private tree = 0;
  /** Rows of the tree's sample in the order of the nodes that they are in. */
  private order: Uint32Array = new Uint32Array(0);

  /** @param data row-major; values are rounded to single precision */
  constructor(
    private readonly data: Float32Array | Float64Array,
    private readonly columns: number,
    private readonly random: SeededRandom,
    private readonly nodes: PackedTreesBuilder,
  ) {
    this.drawn = Uint16Array.from({ length: columns }, (_, column) => column);
  }

  /** @param sample numbers of rows; their order changes */
  grow(tree: number, sample: Uint32Array): void {
    this.tree = tree;
    this.order = sample;
    this.split(1, 0, 0, sample.length, 0);
  }

  /** Splits the rows `order[start, end)`, in which the first `constant` drawn columns are known to be constant. */
  private split(node: number, depth: number, start: number, end: number, constant: number): void {
    const { data, order, drawn, columns, random } = this;
    if (end - start > 1 && depth < this.nodes.height) {
      for (let known = constant; known < columns; known++) {
        const pick = known + random.below(columns - known);
        const column = drawn[pick]!;
        drawn[pick] = drawn[known]!;
        drawn[known] = column;
        let low = Math.fround(data[order[start]! * columns + column]!);
        let high = low;
        for (let i = start + 1; i < end; i++) {
          const value = Math.fround(data[order[i]! * columns + column]!);
          if (value < low) low = value;
          else if (value > high) high = value;
        }
        if (low === high) continue;
        let threshold = Math.fround(low + random.unit() * (high - low));
        // Rounded up to the greatest value it would leave nothing on the right.
        if (threshold >= high) threshold = low;
        this.nodes.inner(this.tree, node, column, threshold);
        let middle = start;
        for (let i = start; i < end; i++) {
          const row = order[i]!;
          if (Math.fround(data[row * columns + column]!) <= threshold) {
            order[i] = order[middle]!;
            order[middle++] = row;
          }
        }
        this.split(2 * node, depth + 1, start, middle, known);
        this.split(2 * node + 1, depth + 1, middle, end, known);
        return;
      }
    }
    this.nodes.leaf(this.tree, node, depth, end - start);
  }
}
