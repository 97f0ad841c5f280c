import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { shippedModel } from '../../../lib/inference';
import type { AssetMetrics } from '../../../training/assets/asset-metrics';
import { failureEngineDifferences } from '../../../training/assets/engine-differences';
import { floats } from '../../../training/engine-differences';

const MODEL = shippedModel('asset-failure');
const FIXTURE = join(__dirname, 'fixtures');
const METRICS = JSON.parse(readFileSync(join(MODEL, '../asset-failure-metrics.json'), 'utf8')) as AssetMetrics;

describe('shipped failure model', () => {
  it('answers in both engines as in scikit-learn, also where facts are missing', async function () {
    this.timeout(30_000);
    assert.ok(floats(FIXTURE, 'features').some(Number.isNaN));
    const found = await failureEngineDifferences(MODEL, FIXTURE);
    assert.deepEqual(
      found.map(({ engine }) => engine),
      ['onnxruntime-node', 'onnxruntime-web'],
    );
    for (const { engine, difference } of found) assert.ok(difference < 1e-4, `${engine} differs by ${difference}`);
  });

  it('is the one that its card and figures are of', () => {
    const digest = createHash('sha256').update(readFileSync(MODEL)).digest('hex');
    assert.equal(METRICS.sha256, digest);
    assert.ok(readFileSync(join(MODEL, '../asset-failure.md'), 'utf8').includes(digest.slice(0, 16)));
  });

  it('finds more failures at 95 % precision than the original, and no more than can be found', () => {
    const { limit, ...arms } = METRICS.arms;
    const own = arms[METRICS.shipped];
    assert.ok(own.interval[0] > 0.464, `the interval begins at ${own.interval[0]}`);
    assert.ok(own.recall > arms.forest.recall && own.recall > arms.defaults.recall);
    assert.ok(own.recall < limit!.recall && own.averagePrecision < limit!.averagePrecision);
    assert.ok(own.calibrationError! < 0.01);
  });
});
