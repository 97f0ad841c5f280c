import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ShortFloats } from '../../../lib/theft/short-floats';

describe('short floats', () => {
  it('keep numbers to 1 in 256, and what has no number', () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, noDefaultInfinity: true, max: Math.fround(1e30), min: Math.fround(-1e30) }),
        (value) => {
          const short = new ShortFloats(3);
          short.set(Float32Array.of(value, Number.NaN), 1);
          const [zero, read, none] = short.read(0, new Float32Array(3));
          assert.equal(zero, 0);
          assert.ok(Math.abs(read! - value) <= Math.abs(value) / 256 + 1e-38, `${value} became ${read}`);
          assert.ok(Number.isNaN(none));
        },
      ),
      { seed: 9 },
    );
  });

  it('come back from text to the last bit', () => {
    const short = new ShortFloats(200);
    short.set(
      Float32Array.from({ length: 200 }, (_, i) => Math.sin(i) * 10 ** (i % 9)),
      0,
    );
    const other = new ShortFloats(200);
    other.restore(short.snapshot());
    assert.deepEqual(other.read(0, new Float32Array(200)), short.read(0, new Float32Array(200)));
  });
});
