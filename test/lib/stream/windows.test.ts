import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Watermark } from '../../../lib/stream/watermark';
import { alignedStarts, hopping, sliding, slidingWindows, tumbling } from '../../../lib/stream/windows';

describe('windows', () => {
  it('holds to the vector of Kafka Streams', () => {
    const times = [8000, 9200, 12400];
    const found = slidingWindows(times, 5000).map(({ window, from, to }) => [
      window.startMs,
      window.endMs - 1, // Kafka's end is inclusive
      [1, 2, 3].slice(from, to),
    ]);
    assert.deepEqual(found, [
      [3000, 8000, [1]],
      [4200, 9200, [1, 2]],
      [7400, 12400, [1, 2, 3]],
      [8001, 13001, [2, 3]],
      [9201, 14201, [3]],
    ]);
  });

  it('makes one window of equal times, and of a right window that is also a left one', () => {
    assert.equal(slidingWindows([100, 100], 10).length, 1);
    const ends = slidingWindows([100, 111], 10).map(({ window }) => window.endMs);
    assert.deepEqual(ends, [101, 112]);
  });

  it('puts an instant into the window that begins with it and not into the one that ends there', () => {
    assert.deepEqual(alignedStarts(tumbling(10), 20), [20]);
    assert.deepEqual(alignedStarts(tumbling(10), 19), [10]);
    assert.deepEqual(alignedStarts(tumbling(10, 3), 20), [13]);
    assert.deepEqual(alignedStarts(hopping(10, 4), 11), [4, 8]);
    assert.deepEqual(alignedStarts(hopping(10, 5), -1), [-10, -5]);
  });

  it('gives exactly the starts on the grid with start ≤ time < start + size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.nat(50),
        fc.nat(50),
        fc.integer({ min: -500, max: 500 }),
        (s, a, o, t) => {
          const advance = 1 + (a % s);
          const expected: number[] = [];
          for (let start = o - 2000 * advance; start <= t; start += advance) if (t < start + s) expected.push(start);
          assert.deepEqual(alignedStarts(hopping(s, advance, o), t), expected);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it('refuses sizes that make no windows', () => {
    assert.throws(() => tumbling(0), /window of 0 ms/);
    assert.throws(() => hopping(10, 11), /every 11 ms/);
    assert.throws(() => hopping(10, Number.NaN), /every NaN ms/);
    assert.throws(() => sliding(-1), /time difference/);
  });
});

describe('Watermark', () => {
  it('lies the lateness behind the newest and never goes back', () => {
    const watermark = new Watermark(100);
    assert.equal(watermark.currentMs, Number.NEGATIVE_INFINITY);
    watermark.observe(1000);
    watermark.observe(400);
    assert.equal(watermark.currentMs, 900);
    assert.equal(watermark.hasPassed(900), true);
    assert.equal(watermark.hasPassed(901), false);
    watermark.advanceTo(950);
    watermark.advanceTo(800);
    assert.equal(watermark.currentMs, 950);
    watermark.observe(1100);
    assert.equal(watermark.currentMs, 1000);
  });

  it('comes back from its snapshot, also before the first record', () => {
    const watermark = new Watermark(5);
    watermark.restore(JSON.parse(JSON.stringify(new Watermark(5).snapshot())));
    assert.equal(watermark.currentMs, Number.NEGATIVE_INFINITY);
    assert.throws(() => new Watermark(Number.NaN), /allowed lateness/);
  });
});
