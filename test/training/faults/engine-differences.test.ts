import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { shippedModel } from '../../../lib/inference';
import { faultEngineDifferences } from '../../../training/faults/engine-differences';

describe('shipped fault classifier', () => {
  it('answers in both engines as in PyTorch', async function () {
    this.timeout(30_000);
    const found = await faultEngineDifferences(shippedModel('fault-classifier'), join(__dirname, 'fixtures'));
    assert.deepEqual(
      found.map(({ engine }) => engine),
      ['onnxruntime-node', 'onnxruntime-web'],
    );
    for (const { probability, unlikeness } of found) {
      assert.ok(probability < 1e-4, `probability differs by ${probability}`);
      assert.ok(unlikeness < 1e-4, `unlikeness differs by ${unlikeness}`);
    }
  });
});
