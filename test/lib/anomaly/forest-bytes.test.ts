import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { fitForest, IsolationForest } from '../../../lib/anomaly';
import { Random } from '../../support/random';

function forestOf(rows: number, columns: number, trees: number, sampleSize: number) {
  const random = new Random(rows);
  // Few different values, so that there are leaves of many rows.
  const data = Float32Array.from({ length: rows * columns }, () => random.below(20) / 7);
  return { data, forest: fitForest(data, rows, columns, { trees, sampleSize, seed: 1 }) };
}

/** With a right checksum: what the reader must find out by itself. */
function sealed(bytes: Uint8Array): Uint8Array {
  const out = Buffer.from(bytes);
  out.writeUInt32LE(crc32(out.subarray(0, -4)), out.length - 4);
  return out;
}

describe('isolation forest as bytes', function () {
  this.timeout(30_000);

  it('comes back with the same scores and the same bytes', () => {
    const sizes = fc.tuple(
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(1, 3, 22, 300),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 300 }),
    );
    const property = fc.property(sizes, ([rows, columns, trees, sampleSize]) => {
      const { data, forest } = forestOf(rows, columns, trees, sampleSize);
      const bytes = forest.toBytes();
      const text = Buffer.from(bytes).toString('base64');
      const back = IsolationForest.fromBytes(Buffer.from(text, 'base64'));
      assert.deepEqual(back.score(data, rows), forest.score(data, rows));
      assert.deepEqual(back.toBytes(), bytes);
    });
    fc.assert(property, { seed: 5, numRuns: 40 });
  });

  it('is small: a forest of 32 trees of 64 rows takes less than 8 kB', () => {
    const random = new Random(1);
    const data = Float32Array.from({ length: 300 * 22 }, () => random.next());
    const size = fitForest(data, 300, 22, { trees: 32, sampleSize: 64, seed: 1 }).toBytes().length;
    assert.ok(size < 8000, `${size}`);
  });

  it('refuses bytes that are cut off, changed, of another version or no forest', () => {
    const { forest } = forestOf(100, 3, 3, 32);
    const bytes = forest.toBytes();
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => IsolationForest.fromBytes(bytes.subarray(0, length)), /damaged|no isolation forest/);
    }
    for (let i = 4; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i]! ^= 1 << (i % 8);
      assert.throws(() => IsolationForest.fromBytes(changed), /damaged: wrong checksum; fit it again/);
    }
    assert.throws(() => IsolationForest.fromBytes(Buffer.from('{"forest":1}')), /no isolation forest/);
    const later = bytes.slice();
    later[4] = 2;
    assert.throws(() => IsolationForest.fromBytes(sealed(later)), /version 2, not 1: fit it again/);
  });

  it('never crashes, hangs or makes up a forest of bytes with a right checksum', () => {
    const { data, forest } = forestOf(100, 3, 3, 32);
    const bytes = forest.toBytes();
    const change = fc.array(fc.tuple(fc.integer({ min: 4, max: bytes.length - 5 }), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    const property = fc.property(change, fc.integer({ min: 0, max: 40 }), (changes, cut) => {
      const changed = bytes.slice(0, bytes.length - cut);
      for (const [i, value] of changes) if (i < changed.length) changed[i] = value;
      let back: IsolationForest;
      try {
        back = IsolationForest.fromBytes(sealed(changed));
      } catch (error) {
        assert.match((error as Error).message, /; fit it again|: fit it again|give a whole number|take fewer trees/);
        return;
      }
      // Other thresholds, or columns, make another forest, but one that works.
      if (back.columns === 3) for (const score of back.score(data, 100)) assert.ok(score > 0 && score < 1);
    });
    fc.assert(property, { seed: 9, numRuns: 3000 });
  });

  it('asks for no memory that a few bytes could not need', () => {
    const header = (trees: number, columns: number, sample: number) => {
      const number = (value: number) => {
        const out: number[] = [];
        for (; value > 127; value >>>= 7) out.push((value & 127) | 128);
        return [...out, value];
      };
      return sealed(
        Uint8Array.from([...Buffer.from('GLIF'), 1, ...[trees, columns, sample].flatMap(number), 0, 0, 0, 0]),
      );
    };
    assert.throws(() => IsolationForest.fromBytes(header(200_000_000, 3, 256)), /trees 200000000/);
    assert.throws(() => IsolationForest.fromBytes(header(1_000_000, 3, 4096)), /too many/);
    assert.throws(() => IsolationForest.fromBytes(header(3, 200_000, 256)), /columns 200000/);
    assert.throws(() => IsolationForest.fromBytes(header(3, 3, 60_000)), /sample size 60000/);
  });
});
