import assert from 'node:assert/strict';
import { predict, ridge } from '../../../lib/forecast/ridge';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('ridge', () => {
  it('is the hand-computed slope, shrunk by lambda', () => {
    // x − 2: −1, 0, 1; y − 4: −2, −1, 3; slope 5 / (2 (1 + 0.25)) = 2
    const fit = ridge([[1], [2], [3]], [[2], [3], [7]], [1, 1, 1], 0.25);
    near(fit.coefficients[0]![0]!, 2);
    near(predict(fit, [4], 0), 4 + 2 * 2);
  });

  it('counts an observation of weight two as two', () => {
    const rows = [
      [1, 0],
      [2, 1],
      [4, 1],
      [5, 3],
    ];
    const targets = [
      [1, 5],
      [2, 1],
      [7, 2],
      [3, 0],
    ];
    const weighted = ridge(rows, targets, [1, 2, 1, 1], 0.1);
    const twice = ridge([...rows, rows[1]!], [...targets, targets[1]!], [1, 1, 1, 1, 1], 0.1);
    for (const target of [0, 1]) near(predict(weighted, [3, 2], target), predict(twice, [3, 2], target));
  });

  it('solves two features exactly when hardly shrunk', () => {
    const rows = [
      [1, 0],
      [2, 1],
      [4, 1],
      [5, 3],
    ];
    const fit = ridge(
      rows,
      rows.map(([a, b]) => [1 + 2 * a! - 3 * b!]),
      [1, 1, 1, 1],
      1e-14,
    );
    near(predict(fit, [7, 2], 0), 9);
  });

  it('gives a feature that never changes no weight', () => {
    const fit = ridge(
      [
        [1, 9],
        [2, 9],
      ],
      [[1], [2]],
      [1, 1],
      1e-14,
    );
    near(predict(fit, [3, 500], 0), 3);
  });
});
