import assert from 'node:assert/strict';
import { columnText, readColumn } from '../../../lib/stream/column-text';

describe('text of a column', () => {
  it('comes back to the last bit, also of a part of a larger one', () => {
    const whole = Float64Array.of(1, Math.PI, Number.NaN, -0, Number.NEGATIVE_INFINITY);
    const part = new Float64Array(3);
    readColumn(part, columnText(whole.subarray(1, 4)));
    assert.deepEqual(part, whole.slice(1, 4));
  });

  it('is refused by a column of another length', () => {
    const text = columnText(Float32Array.of(1, 2, 3));
    assert.throws(() => readColumn(new Float32Array(2), text), /12 bytes, not 8/);
    assert.throws(() => readColumn(new Float32Array(4), text), /12 bytes, not 16/);
  });
});
