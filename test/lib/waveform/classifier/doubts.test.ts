import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { rmsOfBefore } from '../../../../lib/waveform/classifier/doubts';
import { eventOf, sineOf } from '../events';

const CYCLE = 10_000 / 60;

describe('current before an inception', () => {
  const rmsAhead = (of: (cycles: number, phase: number) => number, cycles: number) =>
    rmsOfBefore(eventOf(of).samples, Math.round(cycles * CYCLE), CYCLE);

  it('is that of a load, of three phases or one, whenever the inception is', () => {
    for (const inception of [0.35, 0.6, 0.9, 1.3, 1.9])
      for (const phases of [1, 3]) {
        const rms = rmsAhead((t, phase) => (phase < phases ? 4 * sineOf(t, phase) : 0), inception);
        assert.ok(rms > 1.5 && rms < 4.2, `${phases} phases at ${inception}: ${rms}`);
      }
  });

  it('is not the beginning of an event that is found late', () => {
    const late = 0.4;
    const rms = rmsAhead((t, phase) => (t < 1.3 - late ? 0 : 4 * sineOf(t, phase)), 1.3);
    assert.equal(rms, 0);
    assert.equal(
      rmsAhead(() => 1, 0),
      0,
    );
  });
});
