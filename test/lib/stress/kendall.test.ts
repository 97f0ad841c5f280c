import assert from 'node:assert/strict';
import { kendallTau } from '../../../lib/stress/kendall';

describe('Kendall’s τ-b', () => {
  it('is 1 for the same order and −1 for the opposite one', () => {
    assert.equal(kendallTau([1, 2, 3, 4], [10, 20, 30, 40]), 1);
    assert.equal(kendallTau([1, 2, 3, 4], [4, 3, 2, 1]), -1);
  });

  it('counts pairs: of six, five agree', () => {
    // (5 − 1) / 6
    assert.equal(kendallTau([1, 2, 3, 4], [1, 2, 4, 3]), 4 / 6);
  });

  it('lets ties cost, as SciPy’s kendalltau: x [1 2 2 3], y [1 2 3 4]', () => {
    // Five pairs agree, one is tied in x: 5 / √(5 · 6)
    assert.ok(Math.abs(kendallTau([1, 2, 2, 3], [1, 2, 3, 4]) - 5 / Math.sqrt(30)) < 1e-15);
  });

  it('is 0 where one ties everything', () => {
    assert.equal(kendallTau([1, 1, 1], [1, 2, 3]), 0);
    assert.equal(kendallTau([], []), 0);
  });
});
