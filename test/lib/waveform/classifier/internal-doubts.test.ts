import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { RelayOpinion } from '../../../../lib/messages';
import { doubtOfLateCurrent, doubtOfRestraint } from '../../../../lib/waveform/classifier/internal-doubts';
import { modelInput } from '../../../../lib/waveform/model-input';
import { eventOf, sineOf } from '../events';

const START = 0.8;
const toMs = (cycles: number) => (cycles * 1000) / 60;

describe('doubts of an internal fault', () => {
  it('come from no current of an R-L circuit that is switched on, at any angle, in one phase or three', () => {
    const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    const timeConstant = fc.double({ min: 0.05, max: 10, noNaN: true });
    const lateMs = fc.double({ min: -2, max: 1, noNaN: true });
    fc.assert(
      fc.property(angle, timeConstant, lateMs, fc.constantFrom(1, 2, 3), (at, decay, late, phases) => {
        const event = eventOf((t, phase) => {
          if (t < START || phase >= phases) return 0;
          return sineOf(t - START, phase, at) - sineOf(0, phase, at) * Math.exp((START - t) / decay);
        });
        assert.equal(doubtOfLateCurrent(modelInput(event, toMs(START) + late)), null);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('come from current that only rings before cores saturate', () => {
    for (const after of [0.45, 0.8, 1.5]) {
      const event = eventOf((t, phase) => {
        if (t < START) return 0;
        const ring = 0.3 * Math.exp(8 * (START - t)) * Math.cos(40 * Math.PI * (t - START));
        return t < START + after ? ring : ring + [6, -2, 1][phase]! * Math.max(0, sineOf(t - START - after, 0));
      });
      assert.match(
        doubtOfLateCurrent(modelInput(event, toMs(START)))!,
        /^in the first 0\.375 cycles after the inception flow \d(\.\d+)? % of what comes later/,
      );
    }
    assert.equal(
      doubtOfLateCurrent({
        waves: modelInput(
          eventOf(() => 0),
          10,
        ).waves,
      }),
      null,
    );
  });

  it('come from a relay that restrains on the 2nd harmonic, unless the model is all but sure', () => {
    const opinion = (verdict: RelayOpinion['verdict'], secondHarmonicShare: number | null): RelayOpinion => ({
      verdict,
      because: 'of something',
      secondHarmonicShare,
      fifthHarmonicShare: null,
      negativeSequenceShare: null,
      zeroSequenceShare: null,
      restraintRatio: null,
      phases: [],
    });
    const isDoubted = (internal: number, relay: RelayOpinion | null) => doubtOfRestraint(internal, relay, 0.2) !== null;
    assert.ok(isDoubted(0.98, opinion('restrain', 0.21)) && !isDoubted(0.995, opinion('restrain', 0.21)));
    // Restrained by the slope or the 5th harmonic, which saturated transformers do not explain; below the pick-up lie short turns too.
    assert.ok(!isDoubted(0.6, opinion('restrain', 0.1)) && !isDoubted(0.6, opinion('restrain', null)));
    assert.ok(!isDoubted(0.6, opinion('no-pickup', 0.5)) && !isDoubted(0.6, opinion('operate', 0.5)));
    assert.ok(!isDoubted(0.6, null));
    assert.equal(
      doubtOfRestraint(0.98, opinion('restrain', 0.21), 0.2),
      'internal faults have a probability of 98 % together, but a relay restrains: of something',
    );
  });
});
