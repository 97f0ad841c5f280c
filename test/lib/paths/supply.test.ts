import assert from 'node:assert/strict';
import fc from 'fast-check';
import { flowRoutes } from '../../../lib/paths/flow-routes';
import { type Highs, loadSolver } from '../../../lib/paths/highs';
import { distancesFrom } from '../../../lib/paths/shortest-path';
import { flowCost } from '../../../lib/paths/supply-bounds';
import { type SupplyFlow, supplyFlow } from '../../../lib/paths/supply-flow';
import type { SupplyProblem } from '../../../lib/paths/supply-problem';
import { unservedReason } from '../../../lib/paths/unserved-reason';
import { type Edge, graphOf, readEdges } from './random-graphs';

/** Sources at nodes 0 and 1, loads at the others; capacity and cost of lines: networkx 3.6.1, max_flow_min_cost. */
const NETWORKX = [
  {
    lines:
      '3-2:7,8 1-0:9,5 8-3:5,8 8-7:8,3 8-6:2,2 2-0:6,1 4-7:8,7 6-7:4,6 2-7:5,5 6-4:8,9 6-5:8,4 5-0:6,3 5-1:5,5 4-1:3,8 7-1:7,2 6-2:2,5',
    demand: [3, 3, 0, 0, 0, 3, 2],
    sources: [10, 8],
    servedMw: 11,
    cost: 46,
  },
  {
    lines: '3-4:3,7 7-2:3,2 0-6:6,1 3-5:6,3 1-4:5,1 4-8:5,3 5-1:7,7 8-3:4,4 7-4:3,9 4-0:6,5 6-8:6,7 1-0:9,5 8-7:7,3',
    demand: [1, 0, 3, 1, 3, 2, 1],
    sources: [2, 5],
    servedMw: 7,
    cost: 15,
  },
  {
    lines: '4-5:2,8 3-0:4,2 5-7:5,7 8-1:5,1 3-6:6,3 6-2:3,3 7-2:4,1 3-2:4,5 5-3:5,3 4-0:7,7 2-8:6,2 0-5:3,5',
    demand: [3, 1, 0, 2, 0, 2, 3],
    sources: [6, 10],
    servedMw: 11,
    cost: 44,
  },
];

interface Given {
  edges: readonly Edge[];
  linear: readonly number[];
  quadratic?: readonly number[];
  capacityMw?: readonly number[];
  demandMw: readonly number[];
  sourceMw: readonly number[];
}
const problemOf = ({ edges, linear, quadratic, capacityMw, demandMw, sourceMw }: Given): SupplyProblem => ({
  from: Int32Array.from(edges, ([from]) => from),
  to: Int32Array.from(edges, ([, to]) => to),
  linear: Float64Array.from(linear),
  quadratic: Float64Array.from(quadratic ?? edges.map(() => 0)),
  capacityMw: Float64Array.from(capacityMw ?? edges.map(() => Number.POSITIVE_INFINITY)),
  demandMw: Float64Array.from(demandMw),
  sourceMw: Float64Array.from(sourceMw),
});
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const isNear = (actual: number, expected: number, within: number) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected} within ${within}`);

/** Balance at every node, limits of lines and sources, routes that add up to the flow. */
function checkSupply(problem: SupplyProblem, flow: SupplyFlow): void {
  const { from, to, capacityMw, demandMw, sourceMw } = problem;
  const balance = demandMw.map((demand, node) => flow.fedMw[node]! + flow.unservedMw[node]! - demand);
  for (const [line, power] of flow.flowMw.entries()) {
    balance[from[line]!]! -= power;
    balance[to[line]!]! += power;
    assert.ok(Math.abs(power) <= capacityMw[line]!);
  }
  for (const [node, rest] of balance.entries()) {
    isNear(rest, 0, 1e-3);
    assert.ok(flow.fedMw[node]! <= sourceMw[node]! + 1e-4 && flow.unservedMw[node]! >= 0);
  }
  const served = demandMw.map((demand, node) => demand - flow.unservedMw[node]!);
  const routes = flowRoutes(problem, flow, served);
  const got = new Float64Array(demandMw.length);
  for (const { load, source, nodes, lines, powerMw } of routes) {
    got[load]! += powerMw;
    assert.deepEqual([nodes[0], nodes.at(-1), nodes.length], [source, load, lines.length + 1]);
    assert.ok(sourceMw[source]! > 0 && powerMw > 0);
  }
  for (const [node, power] of got.entries()) isNear(power, served[node]!, 1e-2);
}

/** Up to 8 nodes, parallel lines among them; one source, or several. */
const grids = fc.integer({ min: 3, max: 8 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  const line = fc.record({
    ends: fc.tuple(node, node).filter(([a, b]) => a !== b),
    linear: fc.integer({ min: 1, max: 9 }),
    quadratic: fc.integer({ min: 0, max: 9 }),
    capacity: fc.integer({ min: 1, max: 30 }),
  });
  const demands = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: nodeCount, maxLength: nodeCount });
  const sources = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: nodeCount, maxLength: nodeCount });
  return fc.record({
    lines: fc.array(line, { minLength: nodeCount, maxLength: 14 }),
    demands,
    sources: sources.map((all) => all.map((most, at) => (at < 2 ? most : 0))),
  });
});

describe('the supply of all loads', function () {
  this.timeout(20_000);
  let highs: Highs;
  before(async () => {
    highs = await loadSolver();
  });

  it('serves as much as networkx, at the same cost', () => {
    for (const { lines, demand, sources, servedMw, cost } of NETWORKX) {
      const { edges, values } = readEdges(lines);
      const demandMw = [0, 0, ...demand];
      const problem = problemOf({
        edges,
        linear: values.map(([, price]) => price!),
        capacityMw: values.map(([capacity]) => capacity!),
        demandMw,
        sourceMw: [...sources, ...demand.map(() => 0)],
      });
      const flow = supplyFlow(problem, highs);
      isNear(sum(demandMw) - sum(flow.unservedMw), servedMw, 1e-4);
      isNear(flow.cost, cost, 1e-3);
      checkSupply(problem, flow);
    }
  });

  it('shares power among parallel lines as equal marginal losses do', () => {
    // Losses r·f²: with r = 1 and 3 the flows are as 3 to 1, 30 and 10 of 40 MW, and cost 900 + 300.
    const problem = problemOf({
      edges: [
        [0, 1],
        [0, 1],
      ],
      linear: [0, 0],
      quadratic: [1, 3],
      demandMw: [0, 40],
      sourceMw: [Number.POSITIVE_INFINITY, 0],
    });
    const { flowMw, cost } = supplyFlow(problem, highs);
    isNear(flowMw[0]!, 30, 0.4);
    isNear(cost, 1200, 0.12);
    // With at most 24 MW on the first, 16 go over the second: 576 + 768.
    const limited = { ...problem, capacityMw: Float64Array.of(24, 99) };
    isNear(supplyFlow(limited, highs).cost, 1344, 0.14);
  });

  it('is the cheapest way of each load where lines have fixed costs and no limit', () => {
    fc.assert(
      fc.property(grids, ({ lines, demands }) => {
        const edges = lines.map(({ ends }) => ends);
        const linear = lines.map(({ linear: price }) => price);
        const sourceMw = demands.map((_, at) => (at < 2 ? Number.POSITIVE_INFINITY : 0));
        const demandMw = demands.map((demand, at) => (at < 2 ? 0 : demand));
        const problem = problemOf({ edges, linear, demandMw, sourceMw });
        const flow = supplyFlow(problem, highs);
        const adjacency = graphOf(demands.length, edges);
        const [one, other] = [0, 1].map((source) => distancesFrom(adjacency, problem.linear, source).cost);
        let cost = 0;
        for (const [node, demand] of demandMw.entries()) {
          const least = Math.min(one![node]!, other![node]!);
          if (least < Number.POSITIVE_INFINITY) cost += demand * least;
          isNear(flow.unservedMw[node]!, least < Number.POSITIVE_INFINITY ? 0 : demand, 1e-4);
        }
        isNear(flow.cost, cost, 1e-3);
        checkSupply(problem, flow);
      }),
      { seed: 58, numRuns: 40 },
    );
  });

  it('keeps every limit, is proven optimal within 0.01 %, and says why a load is not served', () => {
    fc.assert(
      fc.property(grids, ({ lines, demands, sources }) => {
        const problem = problemOf({
          edges: lines.map(({ ends }) => ends),
          linear: lines.map(({ linear }) => linear),
          quadratic: lines.map(({ quadratic }) => quadratic),
          capacityMw: lines.map(({ capacity }) => capacity),
          demandMw: demands,
          sourceMw: sources,
        });
        const flow = supplyFlow(problem, highs);
        checkSupply(problem, flow);
        isNear(flowCost(problem, flow.flowMw), flow.cost, 1e-3 + 1e-6 * flow.cost);
        assert.ok(flow.cost - flow.costBound <= 2e-4 * flow.cost + 1e-3, `${flow.cost} above ${flow.costBound}`);
        for (const [node, lacking] of flow.unservedMw.entries()) {
          if (lacking < 1e-3) continue;
          const { sources: spent, lines: full } = unservedReason(problem, flow, node);
          for (const source of spent) isNear(flow.fedMw[source]!, sources[source]!, 1e-3);
          for (const line of full) isNear(Math.abs(flow.flowMw[line]!), lines[line]!.capacity, 1e-3);
        }
      }),
      { seed: 58, numRuns: 30 },
    );
  });
});
