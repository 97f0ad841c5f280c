import type { Highs } from './highs';
import type { Segments } from './segments';
import type { Prices } from './supply-bounds';
import type { SupplyProblem } from './supply-problem';

export interface ProgrammeSolution {
  columns: Float64Array;
  prices: Prices;
  /** Of each node. */
  fed: Float64Array;
  unserved: Float64Array;
}

/** A linear programme of a supply with powers and costs near 1; it holds memory of the solver until it is closed. */
export interface SupplyProgramme {
  /** Undefined when no supply keeps the limits. */
  solve(): ProgrammeSolution | undefined;
  /** Lets as much be unserved as must be, and tells how much that is. */
  allowUnserved(): number;
  /** After the segments have changed. */
  setCosts(): void;
  close(): void;
}

/** Above what must be unserved, so that rounding leaves room for a solution; in largest loads. */
export const ROOM = 1e-6;

/**
 * One row a node (what comes in, less what goes out, is what it needs) and one for all that is unserved; columns: the
 * segments of lines, then what sources feed in, then what loads lack.
 */
export function supplyProgramme(
  problem: SupplyProblem,
  segments: Segments,
  sourceMw: Float64Array,
  highs: Highs,
): SupplyProgramme {
  const { from, to, demandMw } = problem;
  const nodes = demandMw.length;
  const sources = [...sourceMw.keys()].filter((node) => sourceMw[node]! > 0);
  const loads = [...demandMw.keys()].filter((node) => demandMw[node]! > 0);
  const flows = segments.cost.length;
  const numCols = flows + sources.length + loads.length;
  const [starts, indices, values] = [[0], [] as number[], [] as number[]];
  const column = (...entries: [row: number, value: number][]) => {
    for (const [row, value] of entries) {
      indices.push(row);
      values.push(value);
    }
    starts.push(indices.length);
  };
  for (let line = 0; line < from.length; line++) {
    for (let at = 0; at < 2 * segments.pieces; at++) {
      const sign = at < segments.pieces ? 1 : -1;
      column([from[line]!, -sign], [to[line]!, sign]);
    }
  }
  for (const node of sources) column([node, 1]);
  for (const node of loads) column([node, 1], [nodes, 1]);
  const upper = (unserved: number) => [
    ...segments.width,
    ...sources.map((node) => sourceMw[node]!),
    ...loads.map((node) => (unserved > 0 ? demandMw[node]! : 0)),
  ];
  const cost = (ofLines: ArrayLike<number>, unserved: number) => [
    ...Array.from(ofLines),
    ...sources.map(() => 0),
    ...loads.map(() => unserved),
  ];
  const lower = new Float64Array(numCols);
  const all = { kind: 'range', from: 0, to: numCols - 1 } as const;
  const model = highs.createModel({
    numCols,
    numRows: nodes + 1,
    colCost: cost(segments.cost, 0),
    colLower: lower,
    colUpper: upper(0),
    rowLower: [...demandMw, -highs.infinity],
    rowUpper: [...demandMw, 0],
    matrix: { format: 'csc', numRows: nodes + 1, numCols, starts, indices, values },
  });
  model.options.set({ output_flag: false, presolve: 'off' });
  let unservedMw = 0;

  function solve(): ProgrammeSolution | undefined {
    model.run();
    const status = model.getModelStatus();
    const { optimal, infeasible } = highs.constants.modelStatus;
    if (status === infeasible) return undefined;
    if (status !== optimal) throw new Error(`HiGHS ended with status ${status}: check loads and ratings for extremes`);
    const { colValue, rowDual } = model.getSolution();
    const [fed, unserved] = [new Float64Array(nodes), new Float64Array(nodes)];
    for (const [at, node] of sources.entries()) fed[node] = colValue[flows + at]!;
    for (const [at, node] of loads.entries()) unserved[node] = colValue[flows + sources.length + at]!;
    const prices = { node: rowDual.slice(0, nodes), unserved: rowDual[nodes]! };
    return { columns: colValue, prices, fed, unserved };
  }

  return {
    solve,
    allowUnserved() {
      model.changeColsBounds(all, lower, upper(1));
      model.changeRowBounds(nodes, -highs.infinity, highs.infinity);
      model.changeColsCost(all, cost(new Float64Array(flows), 1));
      const least = solve();
      if (!least)
        throw new Error('HiGHS finds no supply even with nothing served: check loads and ratings for extremes');
      unservedMw = least.unserved.reduce((sum, power) => sum + power, 0) + ROOM;
      model.changeRowBounds(nodes, -highs.infinity, unservedMw);
      model.changeColsCost(all, cost(segments.cost, 0));
      return unservedMw;
    },
    setCosts() {
      model.changeColsBounds(all, lower, upper(unservedMw));
      model.changeColsCost(all, cost(segments.cost, 0));
    },
    close: () => model.dispose(),
  };
}
