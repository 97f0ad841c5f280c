import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FaultPhase } from '../../../../lib/messages';
import { faultedPhases, relayOpinion } from '../../../../lib/waveform/relay';
import type { Phasor } from '../../../../lib/waveform/signal';
import { eventOf, shortCircuit, sineOf } from '../events';

const polar = (amplitude: number, degrees: number): Phasor => ({
  re: amplitude * Math.cos((degrees * Math.PI) / 180),
  im: amplitude * Math.sin((degrees * Math.PI) / 180),
});
const NONE = polar(0, 0);
const INCEPTION_MS = 10;
const START = 0.6;

describe('faultedPhases', () => {
  const cases: [string, Phasor, Phasor, Phasor][] = [
    ['AG', polar(5, 40), NONE, NONE],
    ['BG', polar(0.3, 10), polar(5, 10), polar(0.2, 60)],
    ['CG', NONE, NONE, polar(2, -100)],
    ['AB', polar(4, 20), polar(4, -160), NONE],
    ['AC', polar(4, 20), NONE, polar(4, -160)],
    ['BC', polar(0.1, 0), polar(4, 90), polar(4, -90)],
    ['ABG', polar(4, 0), polar(4, -130), polar(0.3, 100)],
    ['BCG', NONE, polar(4, -100), polar(4.5, 110)],
    ['ACG', polar(4, 0), NONE, polar(4, 125)],
    ['ABC', polar(6, 0), polar(6.2, -120), polar(5.9, 121)],
    // One phase to ground behind a relay that takes the zero sequence out.
    ['A', polar(2, 30), polar(1, -150), polar(1, -150)],
    ['ABCG', polar(2, 0), polar(2.1, 3), polar(1.9, -2)],
    ['', NONE, NONE, NONE],
  ];
  for (const [wanted, a, b, c] of cases)
    it(`${wanted || 'nothing'} of ${[a, b, c].map(({ re, im }) => `${re.toFixed(1)}${im < 0 ? '' : '+'}${im.toFixed(1)}j`).join(', ')}`, () => {
      assert.deepEqual(faultedPhases(a, b, c), wanted.split('') as FaultPhase[]);
    });
});

describe('relayOpinion', () => {
  /** Inrush-like: unipolar pulses with much 2nd harmonic. */
  const inrush = (t: number, phase: number) =>
    t < START ? 0 : 6 * Math.max(0, sineOf(t, phase) - 0.4) * (phase === 1 ? -1 : 1);

  it('operates on a fault and says why', () => {
    const opinion = relayOpinion(
      eventOf((t, phase) => (phase === 0 ? 6 * shortCircuit(t, START, 0, 0.2) : 0)),
      INCEPTION_MS,
    )!;
    assert.equal(opinion.verdict, 'operate');
    assert.match(
      opinion.because,
      /differential current of phase A 4\.\d+ A, above the pick-up of 0\.3 A; 2nd harmonic/,
    );
    assert.deepEqual(opinion.phases, ['A', 'G']);
    assert.ok(Math.abs(opinion.negativeSequenceShare! - 1) < 1e-6 && Math.abs(opinion.zeroSequenceShare! - 1) < 1e-6);
    assert.equal(opinion.restraintRatio, null);
  });

  it('restrains on inrush by its 2nd harmonic, unless the setting is above it', () => {
    const opinion = relayOpinion(eventOf(inrush), INCEPTION_MS)!;
    assert.equal(opinion.verdict, 'restrain');
    assert.match(opinion.because, /2nd harmonic of phase . \d+(\.\d)? %, above 20 %/);
    assert.ok(opinion.secondHarmonicShare! > 0.3);
    assert.equal(relayOpinion(eventOf(inrush), INCEPTION_MS, { settings: { secondHarmonic: 1 } })!.verdict, 'operate');
  });

  it('restrains on over-excitation by its 5th harmonic', () => {
    const opinion = relayOpinion(
      eventOf((t, phase) => 2 * sineOf(t, phase) + 0.9 * sineOf(5 * t, phase)),
      INCEPTION_MS,
    )!;
    assert.equal(opinion.verdict, 'restrain');
    assert.ok(Math.abs(opinion.fifthHarmonicShare! - 0.45) < 5e-3);
    assert.match(opinion.because, /5th harmonic of phase . 45 %, above 35 %/);
  });

  it('follows the dual slope where restraining currents are there', () => {
    const event = eventOf((t, phase) => (t < START ? 0 : 2 * Math.SQRT2 * sineOf(t, phase)));
    const restraint = (timesA: number) =>
      eventOf((t, phase) => timesA * Math.SQRT2 * Math.abs(sineOf(t, phase))).samples;
    // 2 A: above 0.3 · 3 A + 0.7 · (4 − 3) A = 1.6 A, below 0.9 + 0.7 · 2 = 2.3 A.
    const operates = relayOpinion(event, INCEPTION_MS, { restraint: restraint(4) })!;
    assert.equal(operates.verdict, 'operate');
    assert.ok(Math.abs(operates.restraintRatio! - 0.5) < 0.01);
    const restrains = relayOpinion(event, INCEPTION_MS, { restraint: restraint(5) })!;
    assert.equal(restrains.verdict, 'restrain');
    assert.match(restrains.because, /below the 2\.[23]\d? A that a restraining current of (5|4\.99|5\.01) A asks for/);
  });

  it('does not pick up on little, by the rated current', () => {
    const event = eventOf((t, phase) => 1.2 * sineOf(t, phase));
    assert.equal(relayOpinion(event, INCEPTION_MS)!.verdict, 'operate');
    const opinion = relayOpinion(event, INCEPTION_MS, { rated: 5 })!;
    assert.equal(opinion.verdict, 'no-pickup');
    assert.match(opinion.because, /0\.849 A, below the pick-up of 1\.5 A/);
    const silent = relayOpinion(
      eventOf(() => 0),
      INCEPTION_MS,
    )!;
    assert.equal(silent.verdict, 'no-pickup');
    assert.deepEqual([silent.secondHarmonicShare, silent.negativeSequenceShare, silent.phases], [null, null, []]);
  });

  it('operates above the high set in spite of harmonics', () => {
    const event = eventOf((t, phase) => 10 * inrush(t, phase));
    assert.match(relayOpinion(event, INCEPTION_MS, { rated: 1 })!.because, /above the high set of 10 A/);
    assert.equal(relayOpinion(event, INCEPTION_MS)!.verdict, 'restrain');
  });

  it('has no opinion on less than a cycle after the inception', () => {
    assert.equal(relayOpinion(eventOf(inrush, { lengthMs: 25 }), INCEPTION_MS), null);
    assert.ok(relayOpinion(eventOf(inrush, { lengthMs: 28 }), INCEPTION_MS));
  });
});
