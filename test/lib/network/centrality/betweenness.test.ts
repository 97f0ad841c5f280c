import assert from 'node:assert/strict';
import fc from 'fast-check';
import { betweenness, reactanceBetweenness } from '../../../../lib/network/centrality';
import { adjacencyOf } from '../../../../lib/network/graph';
import type { NetworkModel } from '../../../../lib/network/network-model';
import { readMatpowerCase } from '../../../support/matpower-case';
import { sharedFile } from '../../../support/shared-data';
import { anyNetwork, close, cycle, type MadeBranch, networkOf, path, star } from '../made-models';

const of = (model: NetworkModel, mergeParallel = true) => betweenness(adjacencyOf(model, { mergeParallel }));

/** Straight from the definition: lengths by Floyd and Warshall, ways by counting along ever longer ones. */
function byDefinition({ nodes, branches }: NetworkModel, length: (reactancePu: number) => number, parallel: boolean) {
  const n = nodes.length;
  const way = nodes.map((_, a) => nodes.map((_, b) => (a === b ? 0 : Number.POSITIVE_INFINITY)));
  const direct = nodes.map(() => nodes.map((): number[] => []));
  for (const { from, to, reactancePu, inService } of branches)
    if (inService && from !== to)
      for (const [a, b] of [[from, to] as const, [to, from] as const]) direct[a]![b]!.push(reactancePu);
  const step = direct.map((row) =>
    row.map((list) =>
      list.length === 0 ? Number.POSITIVE_INFINITY : length(1 / list.reduce((sum, x) => sum + 1 / x, 0)),
    ),
  );
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) way[a]![b] = Math.min(way[a]![b]!, step[a]![b]!);
  for (let k = 0; k < n; k++)
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) way[a]![b] = Math.min(way[a]![b]!, way[a]![k]! + way[k]![b]!);
  const count = (a: number, b: number): number => {
    if (a === b) return 1;
    let ways = 0;
    for (let next = 0; next < n; next++)
      if (Math.abs(step[a]![next]! + way[next]![b]! - way[a]![b]!) < 1e-9)
        ways += count(next, b) * (parallel ? direct[a]![next]!.length : 1);
    return ways;
  };
  return nodes.map((_, v) => {
    let sum = 0;
    for (let a = 0; a < n; a++)
      for (let b = a + 1; b < n; b++)
        if (a !== v && b !== v && way[a]![b]! < Number.POSITIVE_INFINITY)
          if (Math.abs(way[a]![v]! + way[v]![b]! - way[a]![b]!) < 1e-9)
            sum += (count(a, v) * count(v, b)) / count(a, b);
    return sum;
  });
}

describe('betweenness', () => {
  it('of a path is the nodes before times the nodes behind', () => {
    close(
      of(path(9)),
      Array.from({ length: 9 }, (_, at) => at * (8 - at)),
    );
  });

  it('of the middle of a star is every pair of the others', () => {
    close(of(star(8)), [21, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('of a cycle is (n − 1)(n − 3)/8 for odd n and (n − 2)²/8 for even n', () => {
    close(of(cycle(9)), Array(9).fill(6));
    close(of(cycle(10)), Array(10).fill(8));
  });

  it('shares pairs with several shortest ways: K(2, 3)', () => {
    const branches = [2, 3, 4].flatMap((leaf): MadeBranch[] => [
      [0, leaf],
      [1, leaf],
    ]);
    close(of(networkOf(5, branches)), [1.5, 1.5, 1 / 3, 1 / 3, 1 / 3]);
  });

  it('of a tree is, at each node, the pairs of its branches', () => {
    // Node 0 parts {1}, {2, 3, 4}, {5, 6}; node 2 parts {3}, {4} and the other four; node 5 parts {6} and five.
    const branches: MadeBranch[] = [
      [0, 1],
      [0, 2],
      [2, 3],
      [2, 4],
      [0, 5],
      [5, 6],
    ];
    close(of(networkOf(7, branches)), [11, 0, 9, 0, 0, 5, 0]);
  });

  it('with trees on a cycle counts every pair behind them', () => {
    // A square 0 1 2 3 with the chain 4, 5 at node 0.
    const branches: MadeBranch[] = [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
      [0, 4],
      [4, 5],
    ];
    close(of(networkOf(6, branches)), [6.5, 1.5, 0.5, 1.5, 4, 0]);
  });

  it('counts parallel branches as ways of their own unless merged', () => {
    const square: MadeBranch[] = [
      [0, 1],
      [0, 1],
      [1, 2],
      [0, 3],
      [3, 2],
    ];
    close(of(networkOf(4, square)), [0.5, 0.5, 0.5, 0.5]);
    close(of(networkOf(4, square), false), [2 / 3, 2 / 3, 1 / 3, 1 / 3]);
  });

  it('is what the definition says, of any network', () => {
    fc.assert(
      fc.property(anyNetwork, fc.boolean(), (model, parallel) => {
        close(
          of(model, !parallel),
          byDefinition(model, () => 1, parallel),
        );
      }),
      { seed: 12, numRuns: 150 },
    );
  });

  it('by reactance is what the definition says, of any network', () => {
    fc.assert(
      fc.property(anyNetwork, (model) => {
        close(
          reactanceBetweenness(model),
          byDefinition(model, (length) => length, false),
        );
      }),
      { seed: 13, numRuns: 150 },
    );
  });

  it('by reactance names a branch that has none', () => {
    const model = networkOf(2, [[0, 1, { reactancePu: 0 }]]);
    assert.throws(() => reactanceBetweenness(model), /branch b0 has the reactance 0: give one that is not 0/);
  });

  it('says when ways are too many to count', () => {
    // 1,100 pairs of parallel branches in a row: 2^1,100 ways.
    const branches = Array.from({ length: 1100 }, (_, at): MadeBranch[] => Array(2).fill([at, at + 1])).flat();
    assert.throws(() => of(networkOf(1101, branches), false), /too many shortest ways .* merge parallel branches/);
  });

  for (const [name, count, top, byReactance] of [
    [
      'case118',
      118,
      [
        ['69', 2116.96598336],
        ['77', 1947.84643494],
        ['65', 1927.25180375],
      ],
      [
        ['65', 4348],
        ['38', 3415],
        ['68', 3344],
      ],
    ],
    [
      'case300',
      300,
      [
        ['46', 13539.17615374],
        ['3', 13092.33917462],
        ['42', 11706.74450182],
      ],
      [
        ['42', 25855],
        ['46', 22413],
        ['3', 21789],
      ],
    ],
  ] as const)
    it(`of ${name} is that of NetworkX`, function () {
      const file = sharedFile(`networks/${name}.m`);
      if (file === undefined) return this.skip();
      const model = readMatpowerCase(file);
      assert.equal(model.nodes.length, count);
      for (const [values, expected] of [
        [of(model), top],
        [reactanceBetweenness(model), byReactance],
      ] as const) {
        const ranked = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, 3);
        assert.deepEqual(
          ranked.map((at) => [model.nodes[at]!.id, Number(values[at]!.toFixed(8))]),
          expected,
        );
      }
    });
});
