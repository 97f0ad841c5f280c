import assert from 'node:assert/strict';
import { blockSlope } from '../../../lib/balance/block-slope';
import { dayScore, MOST_SCORE, windowScore } from '../../../lib/balance/gap-score';
import { studentTail } from '../../../lib/balance/student';

const near = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);

describe('tail of Student’s t', () => {
  // Closed forms: 1 degree of freedom is the Cauchy distribution; 2 and 4 have algebraic ones.
  it('equals the closed forms for 1, 2 and 4 degrees of freedom', () => {
    for (const t of [-3, -0.5, 0, 0.1, 1, 2.5, 10, 100]) {
      near(studentTail(t, 1), 0.5 - Math.atan(t) / Math.PI, 1e-9);
      near(studentTail(t, 2), 0.5 - t / (2 * Math.sqrt(2 + t * t)), 1e-9);
      const u = t / Math.sqrt(4 + t * t);
      near(studentTail(t, 4), 0.5 - (3 * u - u ** 3) / 4, 1e-9);
    }
  });

  it('equals the published 0.1 % points', () => {
    // Abramowitz & Stegun, table 26.10 (one tail 0.001).
    for (const [freedom, t] of [
      [3, 10.215],
      [10, 4.144],
      [30, 3.385],
      [120, 3.16],
    ] as const) {
      near(studentTail(t, freedom), 0.001, 5e-7 / 0.001);
      assert.ok(Math.abs(studentTail(t, freedom) - 0.001) < 3e-6);
    }
  });
});

describe('slope over blocks', () => {
  const blocks = (lengths: number[]) => Int32Array.from(lengths.flatMap((length, block) => Array(length).fill(block)));

  it('by hand: two blocks', () => {
    // Σxy = 1·2 + 2·5 + 1·3 = 15, Σxx = 6. Without the first block 3, without the second 12/5: mean 2.7,
    // squares 2·0.3², times (2 − 1)/2 = 0.09.
    const { slope, error, blocks: count } = blockSlope([1, 2, 1], [2, 5, 3], blocks([2, 1]));
    assert.deepEqual([slope, count], [2.5, 2]);
    near(error, 0.3);
  });

  it('has no error that can be trusted when one block tells everything', () => {
    assert.equal(blockSlope([5, 1, 0, 0], [10, 2, 1, -1], blocks([2, 2])).error, Number.POSITIVE_INFINITY);
    assert.equal(blockSlope([0, 0], [1, 2], blocks([1, 1])).error, Number.POSITIVE_INFINITY);
    assert.equal(blockSlope([], [], new Int32Array(0)).blocks, 0);
  });

  it('has an error near the scatter of slopes over many repetitions', () => {
    let seed = 1;
    const dice = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
    const slopes: number[] = [];
    let errors = 0;
    const blockOf = blocks(Array(20).fill(6));
    for (let round = 0; round < 400; round++) {
      const x = Array.from(blockOf, dice);
      const shared = Array.from({ length: 20 }, dice);
      const y = x.map((value, t) => 2 * value + dice() + 0.5 * shared[blockOf[t]!]!);
      const { slope, error } = blockSlope(x, y, blockOf);
      slopes.push(slope);
      errors += error / 400;
    }
    const mean = slopes.reduce((a, b) => a + b, 0) / 400;
    const scatter = Math.sqrt(slopes.reduce((a, b) => a + (b - mean) ** 2, 0) / 399);
    near(mean, 2, 0.02);
    assert.ok(Math.abs(errors / scatter - 1) < 0.15, `${errors} beside ${scatter}`);
  });
});

describe('score of a gap', () => {
  it('by hand: 3 W beyond the median of three days', () => {
    // Scale: 1.4826 × median |−10 − 0|, |0|, |10| = 14.826, × √(4/3); 2 degrees of freedom.
    const t = 60 / (14.826 * Math.sqrt(4 / 3));
    near(dayScore(60, [-10, 0, 10], 1000), -Math.log10(0.5 - t / (2 * Math.sqrt(2 + t * t))));
  });

  it('does not take a feeder to repeat itself better than to 0.1 % of what goes in', () => {
    const t = 60 / (50 * Math.sqrt(4 / 3));
    near(dayScore(60, [0, 0, 0], 50_000), -Math.log10(0.5 - t / (2 * Math.sqrt(2 + t * t))));
  });

  it('is 0 without a history and below the usual, and ends at the most that is said', () => {
    assert.equal(dayScore(1000, [0, 0], 1000), 0);
    assert.equal(dayScore(-50, [-10, 0, 10], 1000), 0);
    assert.equal(windowScore(1000, 0, 1000), 0);
    assert.equal(windowScore(1e9, 1, 1000), MOST_SCORE);
  });

  it('of a window has the tail of 4 degrees of freedom', () => {
    const u = 3 / Math.sqrt(4 + 9);
    near(windowScore(30, 10, 1000), -Math.log10(0.5 - (3 * u - u ** 3) / 4));
  });
});
