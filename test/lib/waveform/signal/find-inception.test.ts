import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findInception } from '../../../../lib/waveform/signal';
import { eventOf, normals, shortCircuit, sineOf } from '../events';

/** Twelve inceptions of the public set, in cycles. */
const STARTS = Array.from({ length: 12 }, (_, k) => (40 + 13.8 * k) * 0.006);
const shapes = [1200, 2400, 10_000, 20_000, 100_000].flatMap((sampleRateHz) =>
  [50, 60].map((frequencyHz) => ({ sampleRateHz, frequencyHz })),
);

describe('findInception', () => {
  it('finds a clear fault within half a millisecond, from a quarter of a cycle on', () => {
    for (const shape of shapes)
      for (const start of STARTS) {
        const noise = normals(start * 1000);
        const event = eventOf(
          (cycles, phase) => 10 * shortCircuit(cycles, start, phase, 1) + 0.1 * sineOf(cycles, phase) + 0.01 * noise(),
          shape,
        );
        const wrongMs = findInception(event)! - (start * 1000) / shape.frequencyHz;
        // Of a current that grows from nothing the first samples show little.
        const allowed = Math.max(0.65, 1700 / shape.sampleRateHz);
        assert.ok(Math.abs(wrongMs) < allowed, `${JSON.stringify(shape)} at ${start}: off by ${wrongMs} ms`);
      }
  });

  it('finds nothing in noise', function () {
    this.timeout(20_000);
    for (const sampleRateHz of [1200, 10_000])
      for (let seed = 0; seed < 1000; seed++) {
        const noise = normals(seed);
        assert.equal(findInception(eventOf(() => noise(), { sampleRateHz })), null, `${sampleRateHz} Hz, seed ${seed}`);
      }
  });
});
