import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AssetTrends, efficiencyOf } from '../../../lib/assets/asset-trends';
import { trendOf } from '../../../lib/assets/trend';

const YEAR_MS = 365.25 * 86_400_000;
const DAY_MS = 86_400_000;
const line = (n: number, perYear: number) =>
  Array.from({ length: n }, (_, i) => ({ timeMs: i * DAY_MS, value: 5 + (perYear * i * DAY_MS) / YEAR_MS }));

describe('trend', () => {
  it('gives the slope and the bounds of the example of Sen (1968)', () => {
    const years = [1, 2, 3, 4, 10, 12, 18];
    const values = [9, 15, 19, 20, 45, 55, 78];
    const trend = trendOf(
      years.map((year, i) => ({ timeMs: year * YEAR_MS, value: values[i]! })),
      0.93,
    )!;
    assert.ok(Math.abs(trend.perYear - 4) < 1e-9);
    assert.equal(trend.lowPerYear.toFixed(2), '3.71');
    assert.equal(trend.highPerYear.toFixed(2), '4.38');
    assert.equal(trend.direction, 'rising');
    assert.equal(trend.because, '4 a year (3.71 to 4.38 with 93 % confidence, 7 points)');
  });

  it('is not moved by a quarter of wild values', () => {
    const points = line(40, -0.3).map((point, i) =>
      i % 4 === 1 ? { ...point, value: i % 8 === 1 ? 1e6 : -1e6 } : point,
    );
    const trend = trendOf(points)!;
    assert.ok(Math.abs(trend.perYear + 0.3) < 1e-6);
  });

  it('has the slope between its bounds, and does not mind the order or a constant added', () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: -9, max: 9 }), (list, shift) => {
        const points = list.map((value, i) => ({ timeMs: i * DAY_MS, value }));
        const trend = trendOf(points)!;
        assert.ok(trend.lowPerYear <= trend.perYear && trend.perYear <= trend.highPerYear);
        const moved = points.map(({ timeMs, value }) => ({ timeMs, value: value + shift })).reverse();
        assert.deepEqual(trendOf(moved), trend);
      }),
      { seed: 8 },
    );
  });

  it('says nothing of too few points, or of points of one time', () => {
    assert.equal(trendOf(line(4, 1)), undefined);
    assert.equal(trendOf(Array(9).fill({ timeMs: 5, value: 1 })), undefined);
    assert.equal(trendOf(line(9, 0))!.direction, 'unclear');
    assert.throws(() => trendOf([{ timeMs: 0, value: Number.NaN }]), /point 0, NaN: give numbers/);
    assert.throws(() => trendOf([], 1), /confidence is 1/);
  });
});

describe('asset trends', () => {
  it('takes the mean of each day that is over', () => {
    const trends = new AssetTrends();
    for (let day = 0; day < 11; day++) {
      for (const hour of [0, 12])
        trends.take('T1', day * DAY_MS + hour * 3_600_000, 0.98 - 0.001 * day + (hour - 6) / 1000);
    }
    const trend = trends.trend('T1')!;
    assert.equal(trend.points, 10);
    assert.ok(Math.abs(trend.perYear + 0.36525) < 1e-9);
    assert.equal(trend.direction, 'falling');
  });

  it('is bounded, refuses what is late or no number, and comes back from a snapshot', () => {
    const trends = new AssetTrends(2);
    for (let day = 0; day < 400; day++) trends.take('A', day * DAY_MS, day);
    assert.equal(trends.take('A', 3 * DAY_MS, 1), false);
    assert.equal(trends.take('A', 500 * DAY_MS, Number.NaN), false);
    assert.equal(trends.trend('A')!.points, 299);
    const copy = new AssetTrends(2);
    copy.restore(JSON.parse(JSON.stringify(trends.snapshot())));
    assert.deepEqual(copy.trend('A'), trends.trend('A'));
    assert.throws(() => copy.restore([['A', 1]]), /not a snapshot/);
    for (const asset of ['B', 'C']) trends.take(asset, 0, 1);
    assert.equal(trends.trend('A'), undefined);
  });

  it('gives an efficiency only where energy is kept', () => {
    assert.equal(efficiencyOf(100, 98), 0.98);
    for (const [input, output] of [
      [0, 0],
      [100, 101],
      [-5, -4],
      [Number.NaN, 1],
    ] as const) {
      assert.equal(efficiencyOf(input, output), undefined);
    }
  });
});
