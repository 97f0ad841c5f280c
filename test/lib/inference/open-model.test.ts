import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { ENGINES, MAX_WAITING, type Model, type OpenOptions, openModel, type Tensor } from '../../../lib/inference';
import { RUNTIMES } from '../../../lib/inference/runtimes';
import { tempFolder } from '../../support/temp-folder';
import { SUM_OF_SQUARES } from './sum-of-squares';

describe('ONNX models', function () {
  // Threads compile TypeScript and 14 MB of WebAssembly.
  this.timeout(120_000);
  const open: Model[] = [];
  const opened = async (model: string | Uint8Array, options?: OpenOptions) => {
    open.push(await openModel(model, options));
    return open.at(-1)!;
  };
  afterEach(() => Promise.all(open.splice(0).map((model) => model.close())));

  for (const engine of ENGINES) {
    for (const thread of [true, false]) {
      it(`are computed by ${engine}${thread ? ' in a thread' : ''}`, async () => {
        const model = await opened(SUM_OF_SQUARES, { engine, thread });
        assert.equal(model.engine, engine);
        assert.deepEqual(model.why, []);
        const x = rows([3, 4], [1, 2], [0, -1]);
        assert.deepEqual(await model.run({ x }), { y: { data: Float32Array.of(25, 5, 1), dims: [3] } });
        assert.deepEqual(x.data, Float32Array.of(3, 4, 1, 2, 0, -1), 'the input is still the caller’s');
      });

      it(`with a wrong input are an error of ${engine}${thread ? ' in a thread' : ''}, and go on`, async () => {
        const model = await opened(SUM_OF_SQUARES, { engine, thread });
        await assert.rejects(model.run({ z: rows([3, 4]) }), /'x' is missing|missing in 'feeds'/);
        await assert.rejects(model.run({ x: { data: Float32Array.of(1, 2, 3), dims: [1, 3] } }), /dimensions/);
        assert.deepEqual((await model.run({ x: rows([3, 4]) })).y!.data, Float32Array.of(25));
      });
    }
  }

  it('take only the part of an array that they are given, and answer in order', async () => {
    const model = await opened(SUM_OF_SQUARES);
    const data = Float32Array.from({ length: 2 * MAX_WAITING }, (_, i) => i);
    const calls = Array.from({ length: MAX_WAITING }, (_, i) =>
      model.run({ x: { data: data.subarray(2 * i, 2 * i + 2), dims: [1, 2] } }),
    );
    await assert.rejects(model.run({ x: rows([3, 4]) }), /64 calls wait already/);
    const sums = (await Promise.all(calls)).map(({ y }) => y!.data[0]);
    assert.deepEqual(
      sums,
      calls.map((_, i) => (2 * i) ** 2 + (2 * i + 1) ** 2),
    );
  });

  it('use the next engine where one is missing, and say why', async () => {
    await without('onnxruntime-node', async () => {
      const model = await opened(SUM_OF_SQUARES, { thread: false });
      assert.equal(model.engine, 'onnxruntime-web');
      assert.equal(model.why.length, 1);
      assert.match(
        model.why[0]!,
        /onnxruntime-node can't be loaded: Cannot find module.*ONNXRUNTIME_NODE_INSTALL=skip/,
      );
      assert.deepEqual((await model.run({ x: rows([3, 4]) })).y!.data, Float32Array.of(25));
    });
  });

  it('name the remedies when there is no engine at all', async () => {
    await without('onnxruntime-node', () =>
      without('onnxruntime-web', () =>
        assert.rejects(openModel(SUM_OF_SQUARES, { thread: false }), /npm install onnxruntime-node.*onnxruntime-web/),
      ),
    );
  });

  it('can be held to one engine by the environment', async () => {
    process.env.GRIDLOOM_INFERENCE_ENGINE = 'onnxruntime-web';
    try {
      assert.equal((await opened(SUM_OF_SQUARES)).engine, 'onnxruntime-web');
      process.env.GRIDLOOM_INFERENCE_ENGINE = 'abacus';
      await assert.rejects(openModel(SUM_OF_SQUARES), /GRIDLOOM_INFERENCE_ENGINE abacus: use one of/);
    } finally {
      delete process.env.GRIDLOOM_INFERENCE_ENGINE;
    }
  });

  it('that are no models are refused with file and remedy', async () => {
    const folder = tempFolder();
    const file = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    await assert.rejects(openModel(join(folder, 'none.onnx')), /none\.onnx can't be read.*give the path/);
    await assert.rejects(openModel(file('empty.onnx', '')), /empty\.onnx is empty: copy/);
    await assert.rejects(openModel(file('page.onnx', '<html>')), /page\.onnx is no ONNX file: give/);
    const half = file('half.onnx', SUM_OF_SQUARES.subarray(0, 70));
    for (const thread of [true, false]) {
      await assert.rejects(openModel(half, { thread }), (error: Error) => {
        for (const engine of ENGINES) assert.match(error.message, new RegExp(`${engine} does not read .*half.onnx`));
        assert.match(error.message, /export it again/);
        return true;
      });
    }
  });

  it('are refused when they are not those that the caller expects', async () => {
    const y = { y: [null] };
    const cases: [OpenOptions['expected'], RegExp][] = [
      [{ inputs: { windows: [null, 2] }, outputs: y }, /input windows float32\[any,2\] is missing, there are x/],
      [{ inputs: { x: [null, 4] }, outputs: y }, /input x float32\[any,4\] is float32\[n,2\] in it/],
      [{ inputs: { x: [null, null] }, outputs: y }, /input x float32\[any,any\] is float32\[n,2\] in it/],
      [{ inputs: {}, outputs: y }, /one more input, x/],
      [{ inputs: { x: [null, 2] }, outputs: { error: [null] } }, /output error float32\[any\] is missing, there are y/],
    ];
    for (const engine of ENGINES) {
      for (const [expected, message] of cases) {
        await assert.rejects(openModel(SUM_OF_SQUARES, { engine, expected, thread: false }), message);
      }
      await opened(SUM_OF_SQUARES, { engine, expected: { inputs: { x: [null, 2] }, outputs: y } });
    }
  });

  it('reject what is under way when their thread dies, and work again', async () => {
    for (const engine of ENGINES) {
      const model = await opened(SUM_OF_SQUARES, { engine });
      const calls = [1, 2, 3].map(() => model.run({ x: rows([3, 4]) }));
      // No call at all: the thread ends with an exception that nobody catches.
      (model as unknown as { worker: Worker }).worker.postMessage(null);
      calls.push(model.run({ x: rows([3, 4]) }));
      const results = await Promise.allSettled(calls);
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.message] : []));
      assert.ok(lost.length > 0, 'the last one at least');
      for (const message of lost) assert.match(message, /the thread of model in memory ended with code 1: .*null/);
      assert.deepEqual((await model.run({ x: rows([3, 4]) })).y!.data, Float32Array.of(25));
    }
  });

  it('reject what is under way when they are closed, and all that comes later', async () => {
    const model = await openModel(SUM_OF_SQUARES);
    const call = assert.rejects(model.run({ x: rows([3, 4]) }), /was closed/);
    await model.close();
    await call;
    await assert.rejects(model.run({ x: rows([3, 4]) }), /is closed: open it again/);
    await model.close();
  });
});

const rows = (...values: [number, number][]): Tensor => ({
  data: Float32Array.from(values.flat()),
  dims: [values.length, 2],
});

/** As where the package is not installed. */
async function without(engine: keyof typeof RUNTIMES, body: () => Promise<void>): Promise<void> {
  const real = RUNTIMES[engine];
  RUNTIMES[engine] = () => import('./no-such-module' as string);
  try {
    await body();
  } finally {
    RUNTIMES[engine] = real;
  }
}
