import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addExact, exactSum } from '../../../lib/stream/exact-sum';

const sumOf = (values: readonly number[]) => {
  const partials: number[] = [];
  for (const value of values) addExact(partials, value);
  return exactSum(partials);
};

/** The sum of doubles as a fraction of 2^1074, rounded by the conversion of BigInt to Number. */
function oracle(values: readonly number[]): number {
  const view = new DataView(new ArrayBuffer(8));
  let total = 0n;
  for (const value of values) {
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    const exponent = (bits >> 52n) & 0x7ffn;
    const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0n ? 0n : 1n << 52n);
    const scaled = mantissa << (exponent === 0n ? 0n : exponent - 1n);
    total += bits >> 63n ? -scaled : scaled;
  }
  // Number(bigint) rounds half to even; a power of two afterwards is exact for these magnitudes.
  return (Number(total >> 500n) + 0) * 2 ** -574;
}

describe('exact sum', () => {
  it('keeps what a plain sum loses', () => {
    assert.equal(sumOf([1e16, 1, -1e16]), 1);
    assert.equal(sumOf(Array(10).fill(0.1)), 1);
    assert.equal(sumOf([]), 0);
    assert.equal(sumOf([1e308, 1e-308, -1e308]), 1e-308);
  });

  it('is the correctly rounded true sum, in any order', () => {
    const value = fc
      .integer({ min: -(2 ** 40), max: 2 ** 40 })
      .chain((n) => fc.constantFrom(n, n / 1024, n * 1e9, n / 1e6));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.integer(), (values, turn) => {
        const turned = values.map(
          (_, i) => values[(((i * 7 + turn) % values.length) + values.length) % values.length]!,
        );
        const shuffled = values.length % 7 === 0 ? [...values].reverse() : turned;
        assert.equal(sumOf(values), oracle(values));
        assert.equal(JSON.stringify(sumOf(shuffled)), JSON.stringify(sumOf(values)));
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
