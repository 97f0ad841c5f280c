import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { resample } from '../../../../lib/waveform/signal';

const sampled = (rateHz: number, lengthMs: number, of: (ms: number) => number) =>
  Float64Array.from({ length: Math.round((lengthMs * rateHz) / 1000) + 1 }, (_, i) => of((i * 1000) / rateHz));
const sine = (hz: number) => (ms: number) => Math.sin((2 * Math.PI * hz * ms) / 1000 + 0.7);

/** Largest error on a grid of 3,840 Hz that keeps `marginMs` from both ends of a record of 70 ms. */
function worst(rateHz: number, of: (ms: number) => number, wanted = of, marginMs = 10): number {
  const grid = { fromMs: marginMs, stepMs: 1000 / 3840, count: Math.floor((70 - 2 * marginMs) * 3.84) };
  const { channels, from, to } = resample([sampled(rateHz, 70, of)], rateHz, grid);
  assert.deepEqual([from, to], [0, grid.count]);
  return Math.max(...channels[0]!.map((value, i) => Math.abs(value - wanted(grid.fromMs + i * grid.stepMs))));
}

describe('resample', () => {
  it('keeps sines below 0.64 of the lower Nyquist frequency at any rate', () => {
    for (const rateHz of [1200, 2400, 4800, 10_000, 12_345.6, 20_000, 100_000])
      for (const hz of [50, 60, 180, 0.3 * Math.min(rateHz, 3840)])
        assert.ok(worst(rateHz, sine(hz)) < 2e-3, `${hz} Hz at ${rateHz} Hz: ${worst(rateHz, sine(hz))}`);
  });

  it('stops what the grid cannot hold', () => {
    for (const rateHz of [10_000, 20_000, 100_000])
      for (const hz of [2000, 2700, 3780, 3840, 4900])
        assert.ok(
          worst(rateHz, sine(hz), () => 0) < 3e-3,
          `${hz} Hz at ${rateHz} Hz: ${worst(rateHz, sine(hz), () => 0)}`,
        );
  });

  it('keeps constants exactly and ramps within rounding, also at the ends', () => {
    assert.ok(worst(10_000, () => -3.25, undefined, 0) < 1e-12);
    assert.ok(worst(1200, (ms) => 2 * ms - 70, undefined, 0) < 70 * 2e-4);
    assert.ok(worst(10_000, sine(60), undefined, 0) < 0.03);
  });

  it('says which points the record covers and leaves the others 0', () => {
    const record = Float64Array.from({ length: 101 }, () => 7);
    const { channels, from, to } = resample([record], 10_000, { fromMs: -1, stepMs: 0.25, count: 60 });
    assert.deepEqual([from, to], [4, 45]);
    assert.deepEqual(
      [...channels[0]!].map((value) => Math.round(value * 1e9) / 1e9),
      [...Array(4).fill(0), ...Array(41).fill(7), ...Array(15).fill(0)],
    );
    assert.deepEqual(resample([[]], 1000, { fromMs: 0, stepMs: 1, count: 3 }).to, 0);
    assert.deepEqual(resample([record], 10_000, { fromMs: 50, stepMs: 1, count: 3 }), {
      channels: [new Float64Array(3)],
      from: 0,
      to: 0,
    });
  });

  it('gives numbers to the ends of any record at any rate', () => {
    const places = fc.record({
      rateHz: fc.oneof(fc.constantFrom(1200, 2400, 4800, 10_000, 20_000), fc.integer({ min: 1200, max: 20_000 })),
      pointsHz: fc.constantFrom(3200, 3840),
      count: fc.integer({ min: 1, max: 300 }),
      fromSample: fc.integer({ min: -20, max: 200 }),
      lengthMs: fc.integer({ min: 20, max: 80 }),
    });
    fc.assert(
      fc.property(places, ({ rateHz, pointsHz, count, fromSample, lengthMs }) => {
        const grid = { fromMs: (fromSample * 1000) / rateHz, stepMs: 1000 / pointsHz, count };
        const { channels } = resample([sampled(rateHz, lengthMs, () => 1)], rateHz, grid);
        assert.ok(channels[0]!.every((value) => value === 0 || Math.abs(value - 1) < 1e-9));
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('looks at no sample behind the usable ones', () => {
    const one = Array.from({ length: 300 }, (_, i) => Math.sin(i / 9));
    const other = one.map((value, i) => (i < 200 ? value : 1e6));
    const grid = { fromMs: 5, stepMs: 0.26, count: 70 };
    assert.deepEqual(resample([other], 10_000, grid, 200), resample([one.slice(0, 200)], 10_000, grid));
  });

  it('agrees with SciPy on a decaying chirp', () => {
    const chirp = Float64Array.from({ length: 1000 }, (_, i) => {
      const t = i / 10_000;
      return Math.sin(2 * Math.PI * (40 * t + 4000 * t * t)) * Math.exp(-5 * t) + 0.5;
    });
    const { channels } = resample([chirp], 10_000, { fromMs: 0, stepMs: 1000 / 3840, count: 384 });
    // scipy.signal.resample_poly(chirp, 48, 125, window=('kaiser', 8.0), padtype='line')
    const wanted = [-0.051, 1.1663, 1.2112, -0.2107, -0.1785, 1.1166, 1.0174, 0.1309, 0.3356];
    wanted.forEach((value, i) => {
      assert.ok(Math.abs(channels[0]![60 + 30 * i]! - value) < 2e-3, `${channels[0]![60 + 30 * i]}, not ${value}`);
    });
  });
});
