import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fitForest, IsolationForest } from '../../../lib/anomaly';
import { PackedTreesBuilder } from '../../../lib/anomaly/packed-trees';
import { averagePathLength, heightLimit } from '../../../lib/anomaly/path-length';
import { Random } from '../../support/random';

const SETTINGS = { trees: 50, sampleSize: 64, seed: 7 };

/** Rows around 0 with a spread of about 1. */
function cloud(rows: number, columns: number, seed = 1): Float64Array {
  const random = new Random(seed);
  const bell = () => random.next() + random.next() + random.next() + random.next() - 2;
  return Float64Array.from({ length: rows * columns }, bell);
}

describe('average path length', () => {
  it('is that of the paper', () => {
    // Exact average of unsuccessful searches: 2·H(n − 1) − 2(n − 1)/n; the paper's logarithm is near it for large n.
    for (const n of [256, 1000, 4096]) {
      let harmonic = 0;
      for (let i = 1; i < n; i++) harmonic += 1 / i;
      const exact = 2 * harmonic - (2 * (n - 1)) / n;
      assert.ok(Math.abs(averagePathLength(n) - exact) < 1 / (n - 1), `${n}`);
    }
    // As scikit-learn 1.9.1's _average_path_length gives them.
    const published = [0, 1, 1.207392357589623, 2.327020052042847, 4.695531732007486, 10.244770920119917];
    for (const [i, n] of [1, 2, 3, 5, 16, 256].entries()) {
      assert.ok(Math.abs(averagePathLength(n) - published[i]!) < 1e-12, `${n}: ${averagePathLength(n)}`);
    }
  });

  it('limits the height to the next power of two', () => {
    assert.deepEqual([1, 2, 3, 64, 65, 256, 257].map(heightLimit), [1, 1, 2, 6, 7, 8, 9]);
  });
});

describe('isolation forest', function () {
  this.timeout(30_000);

  it('scores by a tree made by hand as the definition says', () => {
    // Eight rows: x ≤ 1 holds one, of the others y ≤ 2 holds five and the rest two.
    const nodes = new PackedTreesBuilder(1, 2, 8);
    nodes.inner(0, 1, 0, 1);
    nodes.leaf(0, 2, 1, 1);
    nodes.inner(0, 3, 1, 2);
    nodes.leaf(0, 6, 2, 5);
    nodes.leaf(0, 7, 2, 2);
    const forest = new IsolationForest(nodes.build());
    const usual = 2 * (Math.log(7) + 0.5772156649015329) - 14 / 8;
    const c5 = 2 * (Math.log(4) + 0.5772156649015329) - 8 / 5;
    const rows = [1, 9, 1.5, 2, 1.5, 2.5];
    const expected = [1, 2 + c5, 3].map((path) => 2 ** (-path / usual));
    const scores = forest.score(Float64Array.from(rows), 3);
    for (const [i, score] of scores.entries()) assert.ok(Math.abs(score - expected[i]!) < 1e-12);
    for (const i of [0, 1, 2]) assert.equal(forest.scoreOne(rows.slice(2 * i, 2 * i + 2)), scores[i]);
  });

  it('scores many rows, few rows and one row the same, in both precisions, for every size of tree', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 30 }),
      (rows, columns, sampleSize, trees) => {
        const data = cloud(rows, columns, rows);
        const forest = fitForest(data, rows, columns, { trees, sampleSize, seed: columns });
        const scores = forest.score(data, rows);
        const single = Float32Array.from(data);
        assert.deepEqual(forest.score(single, rows), scores);
        for (let i = 0; i < rows; i++) {
          const row = data.subarray(i * columns, (i + 1) * columns);
          assert.equal(forest.scoreOne(row), scores[i]);
          assert.equal(forest.score(row, 1)[0], scores[i]);
          assert.ok(scores[i]! > 0 && scores[i]! < 1);
        }
      },
    );
    fc.assert(property, { seed: 42, numRuns: 60 });
  });

  it('goes through forests that do not fit at once into the memory of the walk, and very many columns', () => {
    for (const [rows, columns, sampleSize, trees] of [
      [5000, 2, 4096, 40],
      [100, 16_384, 8, 3],
    ] as const) {
      const data = cloud(rows, columns);
      const forest = fitForest(data, rows, columns, { trees, sampleSize, seed: 1 });
      const scores = forest.score(data, rows);
      for (let i = 0; i < rows; i += 7)
        assert.equal(forest.scoreOne(data.subarray(i * columns, (i + 1) * columns)), scores[i]);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    const data = cloud(500, 5);
    const scores = (seed: number) => fitForest(data, 500, 5, { ...SETTINGS, seed }).score(data, 500);
    assert.deepEqual(scores(3), scores(3));
    assert.notDeepEqual(scores(3), scores(4));
    assert.notDeepEqual(scores(3), scores(3 + 2 ** 32));
  });

  it('does not depend on the order of the rows but by chance', () => {
    const data = cloud(256, 3);
    const reversed = data.slice();
    for (let i = 0; i < 256; i++) reversed.set(data.subarray(i * 3, i * 3 + 3), (255 - i) * 3);
    const settings = { trees: 1000, sampleSize: 128, seed: 1 };
    const there = fitForest(data, 256, 3, settings).score(data, 256);
    const back = fitForest(reversed, 256, 3, settings).score(data, 256);
    for (let i = 0; i < 256; i++) assert.ok(Math.abs(there[i]! - back[i]!) < 0.02, `${there[i]} ${back[i]}`);
  });

  it('scores a row higher the further out it is', () => {
    const data = cloud(1000, 4);
    const forest = fitForest(data, 1000, 4, { trees: 200, sampleSize: 256, seed: 1 });
    const scores = [0, 0.8, 1.3, 3].map((x) => forest.scoreOne([x, x, x, x]));
    for (let i = 1; i < scores.length; i++) assert.ok(scores[i]! > scores[i - 1]! + 0.03, scores.join(' '));
    // Beyond all that was seen there is nothing further out.
    assert.equal(forest.scoreOne([1e9, 1e9, 1e9, 1e9]), forest.scoreOne([Infinity, Infinity, Infinity, Infinity]));
  });

  it('never splits at a column without variance', () => {
    const property = fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
      const data = cloud(100, 3, seed);
      for (let i = 0; i < 100; i++) data[3 * i + 1] = 5;
      const forest = fitForest(data, 100, 3, { ...SETTINGS, seed });
      assert.equal(forest.scoreOne([0.1, -1e9, 0.2]), forest.scoreOne([0.1, 1e9, 0.2]));
    });
    fc.assert(property, { seed: 1, numRuns: 20 });
  });

  it('gives one row, and rows that are all alike, a half', () => {
    const forest = fitForest(Float64Array.of(1, 2), 1, 2, SETTINGS);
    assert.equal(forest.scoreOne([5, 5]), 0.5);
    const alike = new Float32Array(600).fill(3);
    for (const score of fitForest(alike, 200, 3, SETTINGS).score(alike, 200)) assert.ok(Math.abs(score - 0.5) < 1e-12);
  });

  it('tells one odd row from duplicates', () => {
    const data = new Float64Array(2 * 64);
    data[0] = 1;
    const scores = fitForest(data, 64, 2, { ...SETTINGS, sampleSize: 256 }).score(data, 64);
    // Always alone after one step; all others together in one leaf.
    const usual = averagePathLength(64);
    assert.ok(Math.abs(scores[0]! - 2 ** (-1 / usual)) < 1e-12);
    assert.ok(Math.abs(scores[1]! - 2 ** (-(1 + averagePathLength(63)) / usual)) < 1e-12);
  });

  it('takes thresholds between neighbouring single-precision numbers', () => {
    const next = 1 + 2 ** -23;
    const data = Float64Array.of(1, next, 1, next);
    const scores = fitForest(data, 4, 1, SETTINGS).score(data, 4);
    // Two leaves of two rows.
    for (const score of scores) assert.ok(Math.abs(score - 2 ** (-2 / averagePathLength(4))) < 1e-12);
  });

  it('refuses what is not finite at fitting, with its place, and scores a row with a NaN as NaN', () => {
    const data = cloud(100, 3);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      const damaged = data.slice();
      damaged[3 * 41 + 2] = value;
      assert.throws(() => fitForest(damaged, 100, 3, SETTINGS), /row 41, column 2: .* is no finite number/);
    }
    const forest = fitForest(data, 100, 3, SETTINGS);
    const expected = forest.score(data, 100);
    data[3 * 41 + 2] = Number.NaN;
    const scores = forest.score(data, 100);
    expected[41] = Number.NaN;
    assert.deepEqual(scores, expected);
    assert.ok(Number.isNaN(forest.scoreOne([0, Number.NaN, 0])));
  });

  it('refuses settings and arrays that cannot be', () => {
    const data = cloud(10, 3);
    const wrong = [{ trees: 0 }, { trees: 1e7 }, { sampleSize: 0 }, { sampleSize: 5000 }, { seed: -1 }, { trees: 2.5 }];
    for (const settings of wrong)
      assert.throws(() => fitForest(data, 10, 3, { ...SETTINGS, ...settings }), /^Error: .*: (give|take)/);
    assert.throws(() => fitForest(data, 0, 3, SETTINGS), /rows 0/);
    assert.throws(() => fitForest(data, 11, 3, SETTINGS), /30 values, not 11 rows × 3 columns/);
    const forest = fitForest(data, 10, 3, SETTINGS);
    assert.throws(() => forest.score(data, 11), /30 values/);
    assert.throws(() => forest.score(data, 10, new Float64Array(9)), /9 scores, not 10/);
    assert.throws(() => forest.scoreOne([1, 2]), /2 values, the forest 3/);
  });

  it('samples without replacement', () => {
    // Trees that hold each of three rows once have path lengths of 1, 2 and 2; with a row twice they would have others.
    const data = Float64Array.of(1, 2, 4);
    const scores = fitForest(data, 3, 1, { trees: 200, sampleSize: 3, seed: 1 }).score(data, 3);
    const paths = scores.reduce((sum, score) => sum - Math.log2(score) * averagePathLength(3), 0);
    assert.ok(Math.abs(paths - 5) < 1e-9, `${paths}`);
  });

  it('samples every row as often as any other, and splits evenly between the least and the greatest', () => {
    // The sample of two of the values 0, 1 and 10 is split between 0 and 1 in 1/3 · (1 + 1/10) of the trees.
    const data = Float64Array.of(0, 1, 10);
    const trees = 3000;
    const forest = fitForest(data, 3, 1, { trees, sampleSize: 2, seed: 1 });
    const { packed } = forest;
    const isBelowOne = (i: number) => packed.threshold[2 * i + 1]! < 1;
    const share = Array.from({ length: trees }, (_, i) => +isBelowOne(i)).reduce((a, b) => a + b) / trees;
    assert.ok(Math.abs(share - 1.1 / 3) < 0.03, `${share}`);
  });
});
