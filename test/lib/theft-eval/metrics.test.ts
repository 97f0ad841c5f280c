import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bootstrapOverMeters,
  countAlarms,
  type DayScore,
  quantile,
  rateInterval,
  shareOverMeters,
  thresholdAt,
} from '../../../bench/theft-eval/metrics';
import { Random } from '../../support/random';

const near = (actual: number, expected: number, within = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);

const daysOf = (meterId: string, ...scores: number[]): DayScore[] =>
  scores.map((score, day) => ({ meterId, day, score }));

describe('metrics of the theft evaluation', () => {
  it('counts a run of days as one alarm, a gap as two', () => {
    const days = [...daysOf('a', 5, 5, 1, 5), ...daysOf('b', 1, 5, 1, 1)];
    assert.equal(countAlarms(days, 5), 3);
    assert.equal(countAlarms(days, 6), 0);
    assert.equal(countAlarms(days, 1), 2);
    assert.equal(countAlarms(daysOf('a', 0, 0), 0), 0);
  });

  it('finds the lowest threshold within an allowed rate: just above the score that is one too many', () => {
    const days = Array.from({ length: 1000 }, (_, i) => ({ meterId: `m${i}`, day: 0, score: i }));
    near(thresholdAt(days, 1), 998, 1e-9);
    assert.ok(thresholdAt(days, 1) > 998);
    near(thresholdAt(days, 10), 989, 1e-9);
    const same = days.map((day) => ({ ...day, score: 7 }));
    assert.ok(thresholdAt(same, 10) > 7);
    assert.ok(thresholdAt(days.slice(0, 1), 1000) > 0);
  });

  it('never exceeds the allowed rate at the threshold it gives, and would at the score below', () => {
    const score = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.array(score, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }),
        (meters) => {
          const days = meters.flatMap((scores, i) => daysOf(`m${i}`, ...scores));
          const threshold = thresholdAt(days, 200);
          const allowed = (200 * days.length) / 1000;
          const levels = [...new Set(days.map((day) => day.score))].filter((level) => level > 0).sort((a, b) => b - a);
          for (const level of levels.filter((level) => level >= threshold))
            assert.ok(countAlarms(days, level) <= allowed);
          const next = levels.find((level) => level < threshold);
          if (next !== undefined) assert.ok(countAlarms(days, next) > allowed);
        },
      ),
      { seed: 41, numRuns: 300 },
    );
  });

  it('gives quantiles as NumPy', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    near(quantile(values, 0.025), 1);
    near(quantile(values, 0.5), 3.5);
    near(quantile(values, 0.9), 6.9);
    near(quantile(values, 0.975), 8.475);
    assert.equal(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.9), Number.POSITIVE_INFINITY);
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  // The χ² form of SciPy: chi2.ppf(.025, 2k)/2 and chi2.ppf(.975, 2k + 2)/2.
  it('gives the exact interval of a rare rate', () => {
    const cases = [
      [0, 0, 3.688879],
      [1, 0.025318, 5.571643],
      [4, 1.089865, 10.241589],
      [20, 12.21652, 30.888378],
      [5000, 4862.359189, 5140.548949],
    ] as const;
    for (const [count, low, high] of cases) {
      const interval = rateInterval(count, 1);
      near(interval.low, low, 1e-5);
      near(interval.high, high, 1e-5);
    }
    near(rateInterval(4, 4000).value, 0.001);
  });

  it('widens a share of all or nothing to the exact bound', () => {
    const all = Array.from({ length: 12 }, () => ({ successes: 1, tries: 1 }));
    near(shareOverMeters(all, new Random(1)).low, 0.7353515306);
    const none = all.map(() => ({ successes: 0, tries: 1 }));
    near(shareOverMeters(none, new Random(1)).high, 0.2646484694);
  });

  it('draws whole meters: the interval of a mean agrees with its standard error over meters', () => {
    const random = new Random(7);
    const meters = Array.from({ length: 200 }, () => random.next());
    const mean = (sample: readonly number[]) => sample.reduce((total, value) => total + value, 0) / sample.length;
    const { value, low, high } = bootstrapOverMeters(meters, mean, new Random(8), 4000);
    // Uniform: standard deviation 1/√12.
    const error = 1 / Math.sqrt(12 * 200);
    near((high - low) / (2 * 1.96 * error), 1, 0.1);
    near((high + low) / 2, value, error / 5);
  });

  it('is the same for the same seed', () => {
    const meters = [1, 2, 3, 4, 5];
    const first = bootstrapOverMeters(meters, (sample) => sample[0]!, new Random(3), 50);
    assert.deepEqual(
      bootstrapOverMeters(meters, (sample) => sample[0]!, new Random(3), 50),
      first,
    );
  });
});
