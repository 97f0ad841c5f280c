import assert from 'node:assert/strict';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ENGINES, shippedModel } from '../../../lib/inference';
import { MODEL_WINDOW } from '../../../lib/theft/model-input';
import { OnnxAutoencoder } from '../../../lib/theft/onnx-autoencoder';
import { floats, MODELS } from '../../../training/engine-differences';
import { SUM_OF_SQUARES } from '../inference/sum-of-squares';

/** 64 validation windows and the errors that PyTorch computed for them when the models were trained. */
const FIXTURES = join(__dirname, 'fixtures');
/** Rounding of float32 differs between the three; errors are 0.0001 to 3. */
const RELATIVE = 1e-4;
const ABSOLUTE = 1e-6;

describe('ONNX autoencoder of theft detection', function () {
  // Threads compile TypeScript and 14 MB of WebAssembly.
  this.timeout(120_000);
  const windows = floats(FIXTURES, 'windows');
  const open: OnnxAutoencoder[] = [];
  const opened = async (...args: Parameters<typeof OnnxAutoencoder.open>) => {
    open.push(await OnnxAutoencoder.open(...args));
    return open.at(-1)!;
  };
  afterEach(() => Promise.all(open.splice(0).map((autoencoder) => autoencoder.close())));

  for (const model of MODELS) {
    for (const engine of ENGINES) {
      it(`gives PyTorch’s errors of the ${model} model by ${engine}`, async () => {
        const expected = floats(FIXTURES, model);
        assert.equal(expected.length, 64);
        const autoencoder = await opened(shippedModel(`theft-autoencoder-${model}`), { engine });
        assert.equal(autoencoder.engine, engine);
        assertNear(await autoencoder.errors(windows, 64), expected);
      });
    }
  }

  it('gives the same whatever else is in the batch, in any number', async () => {
    const expected = floats(FIXTURES, 'lstm');
    const autoencoder = await opened(shippedModel('theft-autoencoder-lstm'));
    assert.deepEqual(await autoencoder.errors(windows, 0), new Float32Array(0));
    assertNear(await autoencoder.errors(windows, 1), expected.subarray(0, 1));
    const many = new Float32Array(3 * windows.length);
    for (const i of [0, 1, 2]) many.set(windows, i * windows.length);
    const [errors, others] = await Promise.all([autoencoder.errors(many, 130), autoencoder.errors(windows, 64)]);
    assertNear(others, expected);
    assertNear(
      errors,
      Float32Array.from({ length: 130 }, (_, i) => expected[i % 64]!),
    );
  });

  it('takes more calls at a time than the thread has room for', async () => {
    const autoencoder = await opened(shippedModel('theft-autoencoder-dense'));
    const expected = floats(FIXTURES, 'dense').subarray(0, 1);
    const calls = Array.from({ length: 300 }, () => autoencoder.errors(windows, 1));
    for (const errors of await Promise.all(calls)) assertNear(errors, expected);
  });

  it('leaves the event loop free while it computes', async () => {
    const many = new Float32Array(40 * windows.length);
    for (let at = 0; at < many.length; at += windows.length) many.set(windows, at);
    const gaps: string[] = [];
    for (const thread of [true, false]) {
      const autoencoder = await opened(shippedModel('theft-autoencoder-lstm'), { thread });
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await autoencoder.errors(many, many.length / MODEL_WINDOW);
      delay.disable();
      gaps.push(`${thread ? 'in a thread' : 'without'} ${(delay.max / 1e6).toFixed(1)} ms`);
    }
    console.log(`      longest gap of the event loop: ${gaps.join(', ')}`);
  });

  it('refuses another model, and an input that is too short', async () => {
    await assert.rejects(
      OnnxAutoencoder.open(SUM_OF_SQUARES),
      /input windows float32\[any,120,4\] is missing, there are x/,
    );
    const autoencoder = await opened(shippedModel('theft-autoencoder-lstm'));
    await assert.rejects(autoencoder.errors(windows, 65), /65 windows are 31200 numbers, but there are 30720/);
  });

  it('says how to come by a model that is missing', () => {
    assert.throws(() => shippedModel('no-such'), /models\/no-such\.onnx is missing: install the package again/);
  });
});

function assertNear(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  for (const [i, error] of actual.entries()) {
    const limit = ABSOLUTE + RELATIVE * expected[i]!;
    assert.ok(Math.abs(error - expected[i]!) <= limit, `window ${i}: ${error}, PyTorch has ${expected[i]}`);
  }
}
