import { verdict } from '../fault-eval/report';
import { type Cost, costCells, digits, medianWallMs } from '../faults/timing';
import { table } from '../theft-eval/report';
import { type Arm, OURS } from './arms';
import type { BenchGraph } from './bench-graph';

/** Above so many nodes a call takes seconds: one a round, and no round before those that count. */
const LARGE_NODES = 1000;
const LEAST_TIMES_NETWORKX = 50;
const MOST_TIMES_IGRAPH = 1.3;

export interface Comparison {
  graph: BenchGraph;
  isWeighted: boolean;
  arms: { name: string; costs: Cost[]; difference: number | null }[];
}

/** Exact betweenness of one graph by all arms in turns, and how far their values are from ours. */
export async function compareBetweenness(
  graph: BenchGraph,
  isWeighted: boolean,
  arms: readonly Arm[],
  rounds: number,
): Promise<Comparison> {
  const isLarge = graph.model.nodes.length > LARGE_NODES;
  const results = arms.map(({ name }) => ({ name, costs: [] as Cost[], difference: null as number | null }));
  for (const arm of arms) await arm.load(graph);
  let ours: Float64Array = new Float64Array();
  for (let round = isLarge ? 0 : -2; round < rounds; round++) {
    for (const [at, arm] of arms.entries()) {
      const { cost, values } = await arm.run(isWeighted, isLarge ? 1 : 20);
      process.stderr.write(`  ${graph.name} ${arm.name}: ${digits(cost.wallMs)} ms\n`);
      if (arm.name === OURS) ours = values!;
      else if (values) results[at]!.difference = largestDifference(ours, values);
      if (round >= 0) results[at]!.costs.push(cost);
    }
  }
  return { graph, isWeighted, arms: results };
}

/** Relative to the larger of 1 and the other's value. */
function largestDifference(ours: Float64Array, theirs: Float64Array): number {
  return ours.reduce((most, value, node) => {
    return Math.max(most, Math.abs(value - theirs[node]!) / Math.max(1, Math.abs(theirs[node]!)));
  }, 0);
}

export function betweennessTable(comparisons: readonly Comparison[]): string[] {
  const rows = comparisons.flatMap(({ graph, isWeighted, arms }) => {
    const ours = medianWallMs(arms.find(({ name }) => name === OURS)!.costs);
    const { nodes } = graph.model;
    return arms.map(({ name, costs, difference }, i) => {
      const what = `${graph.name}, ${nodes.length} nodes, ${graph.lengths.length} edges, by ${isWeighted ? 'reactance' : 'hops'}`;
      const ratio = medianWallMs(costs) / ours;
      const isSampled = difference === null && name !== OURS;
      const apart = difference === null ? '' : difference.toExponential(0);
      const bar = isWeighted || nodes.length < LARGE_NODES ? '' : barOf(name, ratio);
      return [
        i === 0 ? what : '',
        isSampled ? `${name}, sampled` : name,
        ...costCells(costs),
        digits(ratio),
        apart,
        bar,
      ];
    });
  });
  return table(['exact betweenness', 'by', 'CPU ms', 'wall clock ms', 'time / ours', 'difference', 'bar'], rows);
}

function barOf(name: string, ratio: number): string {
  if (name.startsWith('networkx')) return `at least ${LEAST_TIMES_NETWORKX}: ${verdict(ratio >= LEAST_TIMES_NETWORKX)}`;
  if (!name.startsWith('igraph')) return '';
  const least = 1 / MOST_TIMES_IGRAPH;
  return `at least ${digits(least)}: ${verdict(ratio >= least)}`;
}
