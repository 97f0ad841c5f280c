import assert from 'node:assert/strict';
import { ENGINES } from '../../../../lib/inference';
import { OnnxFaultModel } from '../../../../lib/waveform/classifier/onnx-fault-model';
import { MODEL_CHANNELS, MODEL_FEATURES, MODEL_SAMPLES, type ModelInput } from '../../../../lib/waveform/model-input';
import { SUM_OF_SQUARES } from '../../inference/sum-of-squares';
import { STAND_IN } from './stand-in-model';

const input = (seed: number): ModelInput => ({
  waves: new Float32Array(MODEL_CHANNELS * MODEL_SAMPLES).fill(seed / 10),
  features: Float32Array.from({ length: MODEL_FEATURES }, (_, i) => ((i * 7 + seed * 3) % 11) / 4),
  peak: 1,
});

describe('ONNX model of faults', function () {
  // Threads compile TypeScript and 14 MB of WebAssembly.
  this.timeout(120_000);
  const opened: OnnxFaultModel[] = [];
  const modelOf = (...args: ConstructorParameters<typeof OnnxFaultModel>) => {
    opened.push(new OnnxFaultModel(...args));
    return opened.at(-1)!;
  };
  afterEach(() => Promise.all(opened.splice(0).map((model) => model.close())));

  for (const engine of ENGINES) {
    it(`gives to each event its own answer by ${engine}`, async () => {
      const model = modelOf(() => STAND_IN, { engine });
      assert.equal(model.engine, 'none');
      const inputs = [1, 2, 3, 4, 5].map(input);
      const judged = await model.judge(inputs);
      assert.equal(model.engine, engine);
      for (const [i, { probability, unlikeness }] of judged.entries()) {
        const powers = Array.from({ length: 45 }, (_, k) => Math.exp(inputs[i]!.features[k] ?? 0));
        const sum = powers.reduce((a, b) => a + b);
        assert.equal(probability.length, 45);
        for (const [k, power] of powers.entries()) assert.ok(Math.abs(probability[k]! - power / sum) < 1e-6);
        assert.ok(Math.abs(unlikeness - (i + 1) / 10) < 1e-5, `unlikeness ${unlikeness}`);
      }
      assert.deepEqual(await model.judge([]), []);
    });
  }

  it('refuses another model, and one that gives no probabilities', async () => {
    const other = modelOf(() => SUM_OF_SQUARES);
    await assert.rejects(other.judge([input(1)]), /input waves float32\[any,4,224\] is missing/);
    assert.match(other.why.join(), /is missing/);
    assert.equal(other.engine, 'none');
    const odd = modelOf(() => STAND_IN);
    await assert.rejects(odd.judge([input(Number.NaN)]), /gives no probabilities: export it again/);
  });

  it('says what is wrong with a path, and closes without ever being opened', async () => {
    const model = modelOf(() => '/nowhere/model.onnx');
    await assert.rejects(model.open(), /\/nowhere\/model\.onnx can't be read.*give the path/);
    assert.match(model.why.join(), /nowhere/);
    await modelOf(() => STAND_IN).close();
  });
});
