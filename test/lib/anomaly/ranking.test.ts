import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rank } from '../../../lib/anomaly';

describe('ranking', () => {
  it('is that of examples worked by hand', () => {
    // scikit-learn's own examples of roc_auc_score and average_precision_score.
    const { auc, averagePrecision } = rank([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]);
    assert.equal(auc, 0.75);
    assert.ok(Math.abs(averagePrecision - 5 / 6) < 1e-12);
    // One of two positives is tied with one of two negatives: 3 1/2 of 4 pairs; precision 1 at half the recall, then 2/3.
    const tied = rank([3, 2, 2, 1], [1, 1, 0, 0]);
    assert.equal(tied.auc, 3.5 / 4);
    assert.ok(Math.abs(tied.averagePrecision - (0.5 + 0.5 * (2 / 3))) < 1e-12);
    assert.deepEqual(rank([1, 1, 1, 1], [0, 1, 0, 0]), { auc: 0.5, averagePrecision: 0.25 });
    assert.deepEqual(rank([1, 2, 3], [0, 0, 1]), { auc: 1, averagePrecision: 1 });
    assert.deepEqual(rank([1, 2, 3], [1, 0, 0]), { auc: 0, averagePrecision: 1 / 3 });
  });

  it('equals the definitions, pair by pair and threshold by threshold', () => {
    const rows = fc.array(
      fc.record({ score: fc.integer({ min: -4, max: 4 }), label: fc.integer({ min: 0, max: 1 }) }),
      {
        minLength: 2,
        maxLength: 40,
      },
    );
    const property = fc.property(rows, (all) => {
      const positives = all.filter(({ label }) => label === 1);
      const negatives = all.filter(({ label }) => label === 0);
      fc.pre(positives.length > 0 && negatives.length > 0);
      let wins = 0;
      for (const p of positives)
        for (const n of negatives) wins += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0;
      let expected = 0;
      let recall = 0;
      for (let limit = 4; limit >= -4; limit--) {
        const taken = all.filter(({ score }) => score >= limit);
        const found = taken.filter(({ label }) => label === 1).length;
        if (taken.length === 0) continue;
        expected += (found / positives.length - recall) * (found / taken.length);
        recall = found / positives.length;
      }
      const { auc, averagePrecision } = rank(
        all.map(({ score }) => score),
        all.map(({ label }) => label),
      );
      assert.ok(Math.abs(auc - wins / (positives.length * negatives.length)) < 1e-12);
      assert.ok(Math.abs(averagePrecision - expected) < 1e-12);
    });
    fc.assert(property, { seed: 3, numRuns: 500 });
  });

  it('refuses labels that are not 0 or 1, one class only, and NaN', () => {
    assert.throws(() => rank([1, 2], [0, 2]), /label 2 of row 1/);
    assert.throws(() => rank([1, 2], [0]), /label undefined of row 1/);
    assert.throws(() => rank([1, 2], [1, 1]), /one class/);
    assert.throws(() => rank([], []), /one class/);
    assert.throws(() => rank([1, Number.NaN], [0, 1]), /row 1 is NaN/);
  });
});
