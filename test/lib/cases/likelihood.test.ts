import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventEvidence, likelihoodOf, priorEvidence } from '../../../lib/cases';

describe('likelihood of a case', () => {
  it('weighs a score by the published calibration of p-values', () => {
    // Sellke, Bayarri and Berger (2001), table 1: p → B(p) = −e p ln p, the bound on the Bayes factor for "honest".
    const published = [
      [0.1, 0.625],
      [0.05, 0.407],
      [0.01, 0.125],
      [0.005, 0.072],
      [0.001, 0.0188],
    ] as const;
    for (const [p, bound] of published) {
      const digits = bound < 0.1 ? 0.00051 : 0.001;
      assert.ok(Math.abs(10 ** -eventEvidence(-Math.log10(p)) - bound) < digits, `p = ${p}`);
    }
  });

  it('makes of 1 % of meters and a score of 3, 4 and 5 the odds 1 : 99 times 53, 399 and 3195', () => {
    for (const [score, factor] of [
      [3, 53.26],
      [4, 399.4],
      [5, 3195],
    ] as const) {
      const odds = factor / 99;
      const parts = { prior: priorEvidence(1), events: eventEvidence(score), balance: 0, cues: 0, meter: 0 };
      assert.ok(Math.abs(likelihoodOf(parts) - odds / (1 + odds)) < 1e-4);
    }
  });

  it('grows with the score and with every part, and is never 0 or 1', () => {
    const score = fc.double({ min: 0, max: 400, noNaN: true });
    fc.assert(
      fc.property(score, score, (a, b) => {
        const [low, high] = [eventEvidence(Math.min(a, b)), eventEvidence(Math.max(a, b))];
        assert.ok(0 <= low && low <= high && Number.isFinite(high));
      }),
      { seed: 1 },
    );
    const log = fc.double({ min: -400, max: 400, noNaN: true });
    const parts = fc.record({ prior: log, events: log, balance: log, cues: log, meter: log });
    const name = fc.constantFrom('prior', 'events', 'balance', 'cues', 'meter');
    fc.assert(
      fc.property(parts, name, fc.double({ min: 0, max: 10, noNaN: true }), (given, part, more) => {
        const [low, high] = [likelihoodOf(given), likelihoodOf({ ...given, [part]: given[part] + more })];
        assert.ok(0 < low && low <= high && high < 1);
      }),
      { seed: 2 },
    );
  });
});
