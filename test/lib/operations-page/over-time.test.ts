import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LossTrend } from '../../../lib/operations-page/loss-trend';
import { TimeBins } from '../../../lib/operations-page/time-bins';

describe('values over time', () => {
  it('means by interval are those of all values in it, in any order, of the newest intervals', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: -100, max: 100 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (list) => {
        const bins = new TimeBins(10, 20);
        for (const [timeMs, value] of list) bins.add(timeMs, value);
        const newest = Math.max(...list.map(([timeMs]) => Math.floor(timeMs / 10)));
        const means = bins.means();
        assert.ok(means.length <= 20);
        assert.deepEqual(
          means.map(({ startMs }) => startMs),
          means.map(({ startMs }) => startMs).sort((a, b) => a - b),
        );
        // Values of intervals that were never left out are all there.
        const inOrder = [...list].sort(([a], [b]) => b - a);
        const again = new TimeBins(10, 20);
        for (const [timeMs, value] of inOrder) again.add(timeMs, value);
        for (const { startMs, mean } of again.means()) {
          const of = list.filter(([timeMs]) => Math.floor(timeMs / 10) * 10 === startMs).map(([, value]) => value);
          assert.ok(startMs / 10 > newest - 20);
          assert.ok(Math.abs(mean - of.reduce((a, b) => a + b) / of.length) < 1e-9);
        }
      }),
      { seed: 20_260_114, numRuns: 100 },
    );
  });

  it('a trend keeps its points in order and apart, and forgets what a clock that is set back makes impossible', () => {
    const trend = new LossTrend();
    for (const timeMs of [0, 1000, 1500, 5000, 9000]) trend.add({ timeMs, nowKw: timeMs, bestKw: null });
    assert.deepEqual(
      trend.points.map(({ timeMs }) => timeMs),
      [0, 1500, 5000, 9000],
    );
    trend.add({ timeMs: 5000, nowKw: 7, bestKw: 6 });
    assert.deepEqual(
      trend.points.map(({ timeMs, nowKw }) => [timeMs, nowKw]),
      [
        [0, 0],
        [1500, 1500],
        [5000, 7],
      ],
    );
    for (let i = 0; i < 1000; i++) trend.add({ timeMs: 1e6 + 4000 * i, nowKw: i, bestKw: null });
    assert.equal(trend.points.length, 480);
    assert.equal(trend.points.at(-1)!.nowKw, 999);
  });
});
