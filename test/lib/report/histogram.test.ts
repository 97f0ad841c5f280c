import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EnergyHistogram } from '../../../lib/report/histogram';

function histogramOf(values: readonly number[]): EnergyHistogram {
  const histogram = new EnergyHistogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

describe('energy histogram', () => {
  it('puts decimals into the bin they belong to', () => {
    const bins = histogramOf([0.1, 0.15, 0.2, 0.24, 2.5]).bins();
    assert.deepEqual(bins.slice(0, 3), [
      { fromKwh: 0.1, toKwh: 0.15, count: 1 },
      { fromKwh: 0.15, toKwh: 0.2, count: 1 },
      { fromKwh: 0.2, toKwh: 0.25, count: 2 },
    ]);
    assert.deepEqual(bins.at(-1), { fromKwh: 2.5, toKwh: 2.55, count: 1 });
    assert.equal(bins.length, 49);
  });

  it('has nothing without values, and leaves out what is no number', () => {
    assert.deepEqual(histogramOf([]).bins(), []);
    assert.deepEqual(histogramOf([Number.NaN, Number.POSITIVE_INFINITY]).bins(), []);
  });

  it('counts every value once, in at most 200 bins, in whatever order', () => {
    const energies = fc.array(
      fc.oneof(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 400 }).map((x) => x / 100),
      ),
    );
    fc.assert(
      fc.property(energies, (values) => {
        const bins = histogramOf(values).bins();
        assert.ok(bins.length <= 200);
        assert.equal(
          bins.reduce((sum, { count }) => sum + count, 0),
          values.length,
        );
        assert.deepEqual(histogramOf(values.toReversed()).bins(), bins);
        for (const { fromKwh, toKwh, count } of bins) {
          const inside = values.filter(
            (kwh) =>
              Math.round(kwh * 1e9) >= Math.round(fromKwh * 1e9) && Math.round(kwh * 1e9) < Math.round(toKwh * 1e9),
          );
          assert.equal(inside.length, count);
        }
      }),
      { seed: 20260103, numRuns: 300 },
    );
  });
});
