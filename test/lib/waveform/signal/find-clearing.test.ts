import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findClearing } from '../../../../lib/waveform/signal';
import { eventOf, normals, shortCircuit, sineOf } from '../events';

const toMs = (cycles: number) => (cycles * 1000) / 60;

describe('findClearing', () => {
  it('finds the end of a fault within a millisecond and a half', () => {
    for (const sampleRateHz of [1200, 10_000, 50_000])
      for (const start of [0.24, 0.8, 1.15]) {
        const noise = normals(start * 100);
        const event = eventOf(
          (t, phase) =>
            (t < start + 3 ? 8 * shortCircuit(t, start, phase, 0.5) : 0) + 0.2 * sineOf(t, phase) + 0.05 * noise(),
          { sampleRateHz },
        );
        const wrongMs = findClearing(event, toMs(start))! - toMs(start + 3);
        assert.ok(Math.abs(wrongMs) < 1.5, `${sampleRateHz} Hz at ${start}: off by ${wrongMs}`);
      }
  });

  it('finds none where the current flows on, pauses in every cycle, or stood out little before', () => {
    assert.equal(
      findClearing(
        eventOf((t, phase) => shortCircuit(t, 0.5, phase, 0.5)),
        toMs(0.5),
      ),
      null,
    );
    // Inrush of one phase: the record ends in a pause like those before.
    const pulses = eventOf((t, phase) => (t > 0.5 && phase === 0 ? Math.max(0, Math.cos(2 * Math.PI * t) - 0.5) : 0), {
      lengthMs: toMs(4.6),
    });
    assert.equal(findClearing(pulses, toMs(0.6)), null);
    assert.equal(
      findClearing(
        eventOf((t, phase) => (t < 3 ? sineOf(t, phase) : 0)),
        toMs(1),
      ),
      null,
    );
    assert.equal(
      findClearing(
        eventOf(() => 0),
        10,
      ),
      null,
    );
  });
});
