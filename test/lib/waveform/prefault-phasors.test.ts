import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { prefaultPhasors } from '../../../lib/waveform/prefault-phasors';

const RATE_HZ = 10_000;

/** Sines of amplitude and angle at the inception, a fault of 50 A from there on. */
function eventOf(inceptionMs: number, phasors: readonly { amplitude: number; angle: number }[], meanA = 0) {
  const inception = (inceptionMs / 1000) * RATE_HZ;
  const samples = phasors.map(({ amplitude, angle }) =>
    Float64Array.from({ length: 726 }, (_, i) => {
      const turned = 2 * Math.PI * (60 / RATE_HZ) * (i - inception);
      return i < inception ? meanA + amplitude * Math.cos(turned + angle) : 50 * Math.cos(turned);
    }),
  );
  return { samples: samples as never, sampleRateHz: RATE_HZ, frequencyHz: 60 };
}

describe('prefaultPhasors', () => {
  const phasor = fc.record({
    amplitude: fc.double({ min: 0, max: 5, noNaN: true }),
    angle: fc.double({ min: -3, max: 3, noNaN: true }),
  });

  it('finds sines that flow before an inception, also where a quarter of a cycle is known', () => {
    fc.assert(
      fc.property(
        fc.tuple(phasor, phasor, phasor),
        fc.double({ min: 4, max: 29, noNaN: true }),
        (phasors, inceptionMs) => {
          const found = prefaultPhasors(eventOf(inceptionMs, phasors), inceptionMs);
          phasors.forEach(({ amplitude, angle }, i) => {
            assert.ok(Math.abs(found[2 * i]! - amplitude * Math.cos(angle)) < 1e-9);
            assert.ok(Math.abs(found[2 * i + 1]! - amplitude * Math.sin(angle)) < 1e-9);
          });
        },
      ),
      { seed: 3 },
    );
  });

  it('leaves a mean aside once half a cycle is known, and a late detector does no harm', () => {
    const same = { amplitude: 1, angle: 0.3 };
    const found = prefaultPhasors(eventOf(20, [same, same, same], 7), 20.6);
    const later = 0.3 + 2 * Math.PI * 60 * 0.0006;
    assert.ok(Math.abs(found[0]! - Math.cos(later)) < 1e-9 && Math.abs(found[1]! - Math.sin(later)) < 1e-9);
  });

  it('says nothing from nothing', () => {
    const same = { amplitude: 1, angle: 0 };
    assert.deepEqual(prefaultPhasors(eventOf(1.5, [same, same, same]), 1.5), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(prefaultPhasors(eventOf(20, [same, same, same]), -3), [0, 0, 0, 0, 0, 0]);
  });
});
