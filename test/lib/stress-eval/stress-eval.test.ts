import assert from 'node:assert/strict';
import { estimateOf } from '../../../bench/stress-eval/interval';
import { outagesOf } from '../../../bench/stress-eval/outages';
import { precisionAt } from '../../../bench/stress-eval/precision';
import { byHops, byModel, byOutageFactors } from '../../../bench/stress-eval/prediction';
import { report } from '../../../bench/stress-eval/report';
import { armOf } from '../../../bench/stress-eval/study';
import type { NetworkModel } from '../../../lib/network/network-model';
import { kendallTau } from '../../../lib/stress/kendall';
import { lattice, network } from '../stress/networks';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
const series = (length: number, of: (i: number) => number) => Array.from({ length }, (_, i) => of(i));
const powered = (model: NetworkModel, powers: Record<string, { loadMw?: number; generationMw?: number }>) => ({
  ...model,
  nodes: model.nodes.map((node) => ({ ...node, ...powers[node.id] })),
});

/** All power goes from A to C, two thirds over the direct line. */
const triangle = powered(
  network(
    ['A', 'B', 'C'],
    [
      ['A', 'B'],
      ['B', 'C'],
      ['A', 'C'],
    ],
  ),
  { A: { generationMw: 90 }, C: { loadMw: 90 } },
);

describe('evaluation of stress models', () => {
  it('computes Kendall’s τ-b as SciPy 1.17 does, with ties', () => {
    near(kendallTau([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), -0.4714045207910316);
    near(
      kendallTau(
        series(40, (i) => (i * 7) % 11),
        series(40, (i) => (i * i) % 13),
      ),
      -0.045410221167597284,
    );
    near(
      kendallTau(
        series(60, (i) => (i * 37) % 101),
        series(60, (i) => Math.floor(((i * 37) % 101) / 10) + (i % 3)),
      ),
      0.8301014815108165,
    );
    assert.equal(kendallTau([1, 2, 3, 4], [4, 3, 2, 1]), -1);
    assert.equal(kendallTau([1, 1, 1], [3, 2, 1]), 0);
  });

  it('counts ties at the edge of the first ten by their chance', () => {
    assert.equal(precisionAt(2, [4, 3, 2, 1], [9, 1, 8, 0]), 0.5);
    // The second place is one of three: the right one with a chance of a third.
    near(precisionAt(2, [4, 3, 3, 3], [9, 8, 1, 0]), (1 + 1 / 3) / 2);
    near(precisionAt(2, [0, 0, 0, 0], [9, 8, 1, 0]), 0.5);
  });

  it('gives the half width of the 95 % interval of a mean', () => {
    // Standard deviation 2 of four values.
    const { mean, halfWidth } = estimateOf([1, 5, 5, 5]);
    near(mean, 4);
    near(halfWidth, 1.96);
  });

  it('tells what an outage makes critical, by hand', () => {
    // Limits 1.5 × 60 and 1.5 × 30 MW: without the direct line 90 MW flow over A-B and B-C, which may carry 45 each.
    const [, , direct] = outagesOf(triangle, 1, { multiple: 1.5, leastMw: 0 });
    near(direct!.loading, 2 / 3);
    assert.deepEqual([direct!.trips, direct!.lostShare], [2, 1]);
    // Loading grows from 2/3 to 2 at all; C loses all its load besides.
    for (const [node, rise] of [4 / 3, 4 / 3, 4 / 3 + 1].entries()) near(direct!.critical.rise[node]!, rise);
    for (const [node, level] of [2, 2, 3].entries()) near(direct!.critical.level[node]!, level);
    // At 1.2 load the loading before is that much higher, and the limits stay.
    near([...outagesOf(triangle, 1.2, { multiple: 1.5, leastMw: 0 })][2]!.loading, 0.8);
    // A limit of 100 MW everywhere: nothing follows.
    const [calm] = outagesOf(triangle, 1, { multiple: 1.5, leastMw: 100 });
    assert.deepEqual([calm!.trips, calm!.lostShare], [0, 0]);
    near(calm!.critical.rise[2]!, 0.3);
  });

  it('predicts from the line that is lost and the network without it, by hand', () => {
    const [, , direct] = outagesOf(triangle, 1, { multiple: 1.5, leastMw: 0 });
    assert.deepEqual([...byHops(triangle, direct!)], [-0, -1, -0]);
    assert.deepEqual([...byOutageFactors(triangle)(triangle, direct!)].map(Math.round), [1, 1, 1]);
    // Both ends hold 2/3; at B each brings 0.9 of it, 1 − 0.4² together.
    near(byModel('linear', 'shipped')(triangle, direct!)[1]!, 0.84);
  });

  it('prints the same tables again', function () {
    this.timeout(20_000);
    const grid = powered(
      lattice(4, 3, () => null),
      { N1: { generationMw: 60 }, N12: { loadMw: 40 }, N9: { loadMw: 20 } },
    );
    const print = () => report(grid, [armOf(grid, 1, { multiple: 1.5, leastMw: 1 })], 1.5);
    const once = print();
    assert.equal(print(), once);
    assert.match(once, /12 nodes, 17 single-line outages/);
    assert.match(once, /\| electrical, wide \| -?0\.\d{3} ± 0\.\d{3} \|/);
    assert.doesNotMatch(once, /NaN/);
  });
});
