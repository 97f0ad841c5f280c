import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ENGINES, openModel, shippedModel } from '../../../lib/inference';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES } from '../../../lib/waveform/model-input';
import { floats } from '../../../training/engine-differences';
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

  it('finds each known event unlike by a degree of its own', () => {
    const unlikeness = [...floats(join(__dirname, 'fixtures'), 'unlikeness')];
    assert.ok(unlikeness.every((one) => one > 0 && one < 1));
    assert.equal(new Set(unlikeness).size, unlikeness.length);
  });

  it('answers in numbers where nothing flows', async function () {
    this.timeout(30_000);
    const nothing = {
      waves: { data: new Float32Array(MODEL_CHANNELS * MODEL_SAMPLES), dims: [1, MODEL_CHANNELS, MODEL_SAMPLES] },
      features: { data: new Float32Array(MODEL_FEATURES), dims: [1, MODEL_FEATURES] },
    };
    for (const engine of ENGINES) {
      const model = await openModel(shippedModel('fault-classifier'), { engine, thread: false });
      const { probability, unlikeness } = await model.run(nothing);
      await model.close();
      for (const value of [...probability!.data, ...unlikeness!.data]) assert.ok(Number.isFinite(value), engine);
    }
  });
});
