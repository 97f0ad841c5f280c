import type { PathGrid } from '../path-grid';
import { type Distances, distancesFrom } from '../shortest-path';

/** The decision that a policy learns: which source each load takes, over the cheapest way from it. */
export interface SourceChoice {
  /** Nodes that feed; at least 2. */
  sources: number[];
  loads: ChoiceLoad[];
}

export interface ChoiceLoad {
  demandMw: number;
  /** Of the cheapest way from each source, per MW; Infinity where none leads. */
  cost: Float64Array;
  /** 1: a way leads there. */
  allowed: Uint8Array;
  /** What the policy sees. */
  state: Float64Array;
}

/**
 * The choices that loads have in a grid, with the fixed costs of its lines: what sources can give and lines can carry does
 * not count, so the loads are independent of each other and the cheapest source of each is the exact optimum.
 * @returns undefined when there are fewer than two sources, or no load that any of them reaches
 */
export function sourceChoice(grid: PathGrid): SourceChoice | undefined {
  const { nodes } = grid.model;
  const sources = [...nodes.keys()].filter((at) => nodes[at]!.isReference);
  if (sources.length < 2) return undefined;
  const trees = sources.map((source) => distancesFrom(grid.adjacency, grid.cost, source));
  const loads = [...nodes.keys()].flatMap((node): ChoiceLoad[] => {
    const { loadMw, generationMw, isReference } = nodes[node]!;
    const demandMw = loadMw - generationMw;
    const cost = Float64Array.from(trees, (tree) => tree.cost[node]!);
    if (isReference || !(demandMw > 0) || cost.every((one) => one === Number.POSITIVE_INFINITY)) return [];
    const allowed = Uint8Array.from(cost, (one) => (one < Number.POSITIVE_INFINITY ? 1 : 0));
    return [{ demandMw, cost, allowed, state: stateOf(grid, trees, node, demandMw) }];
  });
  return loads.length > 0 ? { sources, loads } : undefined;
}

/**
 * The seven numbers of the original: demand / 100 MW, mean and greatest risk of the lines at the load, degree / 10, least
 * resistance and risk of the ways from the sources, and their mean resistance; resistance in p.u. · 100.
 */
function stateOf({ adjacency, model, risk }: PathGrid, trees: readonly Distances[], node: number, demandMw: number) {
  const slots = [...Array(adjacency.start[node + 1]! - adjacency.start[node]!).keys()];
  const near = slots.map((slot) => risk[adjacency.branch[adjacency.start[node]! + slot]!]!);
  const ways = trees.flatMap((tree) => {
    if (tree.cost[node] === Number.POSITIVE_INFINITY) return [];
    let [resistance, risked] = [0, 0];
    for (let at = node; tree.before[at] !== -1; at = tree.before[at]!) {
      resistance += model.branches[tree.branch[at]!]!.resistancePu;
      risked += risk[tree.branch[at]!]!;
    }
    return [{ resistance: resistance * 100, risked }];
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const resistances = ways.map(({ resistance }) => resistance);
  return Float64Array.of(
    demandMw / 100,
    near.length === 0 ? 0 : sum(near) / near.length,
    Math.max(0, ...near),
    near.length / 10,
    Math.min(...resistances),
    Math.min(...ways.map(({ risked }) => risked)),
    sum(resistances) / ways.length,
  );
}
