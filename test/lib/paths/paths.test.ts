import assert from 'node:assert/strict';
import fc from 'fast-check';
import { kShortestPaths } from '../../../lib/paths/k-shortest-paths';
import { paretoPaths } from '../../../lib/paths/pareto-paths';
import { distancesFrom, wayTo } from '../../../lib/paths/shortest-path';
import { everyWay, graphOf, readEdges } from './random-graphs';

/** Costs of the 15 cheapest loopless ways from the first node to the last: networkx 3.6.1, shortest_simple_paths. */
const NETWORKX = [
  {
    nodes: 7,
    edges: '0-1:7 0-2:9 0-3:5 0-5:4 1-2:2 1-4:9 2-3:5 2-4:2 3-4:2 3-5:6 4-5:9 4-6:9 5-6:9',
    costs: [13, 16, 20, 20, 20, 21, 21, 22, 25, 25, 25, 25, 26, 28, 28],
  },
  {
    nodes: 12,
    edges:
      '0-1:2 0-7:1 1-2:5 1-4:2 1-6:1 1-8:7 2-3:8 3-4:2 3-5:5 3-6:6 4-5:4 5-6:4 6-7:6 6-8:9 6-9:3 7-8:1 8-9:7 8-11:4 9-10:4 10-11:4',
    costs: [6, 13, 14, 14, 16, 17, 17, 18, 19, 20, 21, 21, 22, 23, 23],
  },
  {
    nodes: 16,
    edges:
      '0-1:1 0-2:6 0-10:7 1-2:9 1-4:1 1-10:3 1-12:6 2-3:9 2-14:7 3-4:9 4-5:4 5-6:9 5-14:6 6-7:4 6-9:1 6-13:9 6-14:5 7-8:1 7-11:6 7-14:2 8-9:1 8-11:3 8-14:1 9-10:1 9-11:2 10-11:1 11-12:4 11-13:6 11-15:3 12-13:7 13-14:6 14-15:7',
    costs: [8, 10, 11, 12, 13, 14, 14, 15, 16, 16, 16, 16, 17, 17, 18],
  },
];

/** Networks of 2 to 7 nodes with parallel lines, and two whole numbers a line, often alike and sometimes 0. */
const networks = fc.integer({ min: 2, max: 7 }).chain((nodeCount) => {
  const node = fc.integer({ min: 0, max: nodeCount - 1 });
  const line = fc.tuple(node, node, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }));
  return fc.record({
    nodeCount: fc.constant(nodeCount),
    lines: fc.array(
      line.filter(([a, b]) => a !== b),
      { maxLength: 12 },
    ),
  });
});
const SEEDED = { seed: 58, numRuns: 150 };

const taken = ({ nodeCount, lines }: { nodeCount: number; lines: [number, number, number, number][] }) => {
  const edges = lines.map(([a, b]) => [a, b] as const);
  const [first, second] = [Float64Array.from(lines, (line) => line[2]), Float64Array.from(lines, (line) => line[3])];
  return { edges, first, second, adjacency: graphOf(nodeCount, edges), from: 0, to: nodeCount - 1 };
};
const sum = (branches: readonly number[], values: Float64Array) =>
  branches.reduce((total, branch) => total + values[branch]!, 0);

describe('ways through a network', () => {
  it('finds the k cheapest ways that networkx finds', () => {
    for (const { nodes, edges: text, costs } of NETWORKX) {
      const { edges, values } = readEdges(text);
      const cost = Float64Array.from(values, ([value]) => value!);
      const ways = kShortestPaths(graphOf(nodes, edges), cost, { from: 0, to: nodes - 1, k: costs.length });
      assert.deepEqual(
        ways.map((way) => way.cost),
        costs,
      );
    }
  });

  it('finds the cheapest way, and the k cheapest, that trying all finds, with ties and parallel lines', () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 40 }), (network, k) => {
        const { edges, first, adjacency, from, to } = taken(network);
        const all = everyWay(edges, from, to).map((way) => sum(way, first));
        all.sort((a, b) => a - b);
        assert.equal(wayTo(distancesFrom(adjacency, first, from), to)?.cost, all[0]);
        const ways = kShortestPaths(adjacency, first, { from, to, k });
        assert.deepEqual(
          ways.map(({ cost }) => cost),
          all.slice(0, k),
        );
        assert.equal(new Set(ways.map(({ branches }) => branches.join())).size, ways.length);
        for (const { nodes, branches } of ways) {
          assert.equal(new Set(nodes).size, nodes.length);
          for (const [at, branch] of branches.entries())
            assert.deepEqual([nodes[at]!, nodes[at + 1]!].sort(), [...edges[branch]!].sort());
        }
      }),
      SEEDED,
    );
  });

  it('finds all compromises of losses and risk that trying all finds, and the best within a budget', () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 0, max: 12 }), (network, budget) => {
        const { edges, first, second, adjacency, from, to } = taken(network);
        const all = everyWay(edges, from, to).map((way) => [sum(way, first), sum(way, second)] as const);
        const isBeaten = ([loss, risk]: readonly [number, number]) =>
          all.some(([l, r]) => l <= loss && r <= risk && (l < loss || r < risk));
        const best = new Map(all.filter((one) => !isBeaten(one)).map((one) => [one.join(), [...one]]));
        const front = [...best.values()].sort((a, b) => a[0]! - b[0]!);
        const options = { from, to, most: 1000 };
        const ways = paretoPaths(adjacency, first, second, { ...options, riskBudget: Number.POSITIVE_INFINITY });
        assert.deepEqual(
          ways.map(({ loss, risk }) => [loss, risk]),
          front,
        );
        for (const { nodes, branches, loss, risk } of ways) {
          assert.deepEqual([sum(branches, first), sum(branches, second)], [loss, risk]);
          assert.equal(new Set(nodes).size, branches.length + 1);
        }
        const [within] = paretoPaths(adjacency, first, second, { ...options, riskBudget: budget });
        const affordable = all.filter(([, risk]) => risk <= budget).map(([loss]) => loss);
        assert.equal(within?.loss, affordable.length === 0 ? undefined : Math.min(...affordable));
      }),
      SEEDED,
    );
  });

  it('finds no way where none leads, and the one without a line from a node to itself', () => {
    const adjacency = graphOf(3, [[0, 1]]);
    const cost = Float64Array.of(1);
    assert.deepEqual(kShortestPaths(adjacency, cost, { from: 0, to: 2, k: 3 }), []);
    assert.deepEqual(paretoPaths(adjacency, cost, cost, { from: 0, to: 2, riskBudget: 9, most: 9 }), []);
    assert.deepEqual(kShortestPaths(adjacency, cost, { from: 1, to: 1, k: 3 }), [
      { nodes: [1], branches: [], cost: 0 },
    ]);
  });
});
