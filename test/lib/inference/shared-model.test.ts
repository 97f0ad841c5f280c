import assert from 'node:assert/strict';
import { type Model, openModel, type Tensor } from '../../../lib/inference';
import { SharedModel } from '../../../lib/inference/shared-model';
import { SUM_OF_SQUARES } from './sum-of-squares';

const rows = (count: number): Tensor => ({ data: new Float32Array(2 * count).fill(1), dims: [count, 2] });

describe('ONNX models that compute small calls on the spot', function () {
  this.timeout(60_000);
  const open: Model[] = [];
  afterEach(() => Promise.all(open.splice(0).map((model) => model.close())));

  it('answer small calls here and large ones from a thread, which is opened for the first of them', async () => {
    const model = await openModel(SUM_OF_SQUARES, { rowsHere: 2 });
    open.push(model);
    assert.ok(model instanceof SharedModel);
    const threadOf = () => (model as unknown as { thread: unknown }).thread;
    assert.deepEqual((await model.run({ x: rows(2) })).y!.data, Float32Array.of(2, 2));
    assert.equal(threadOf(), undefined);
    assert.deepEqual((await model.run({ x: rows(3) })).y!.data, Float32Array.of(2, 2, 2));
    assert.notEqual(threadOf(), undefined);
    assert.deepEqual((await model.run({ x: rows(1) })).y!.data, Float32Array.of(2));
  });

  it('compute all in the thread with WebAssembly, which is slower', async () => {
    open.push(await openModel(SUM_OF_SQUARES, { rowsHere: 2, engine: 'onnxruntime-web' }));
    assert.ok(!(open[0] instanceof SharedModel));
    assert.deepEqual((await open[0]!.run({ x: rows(2) })).y!.data, Float32Array.of(2, 2));
  });

  it('reject what comes after they are closed', async () => {
    const model = await openModel(SUM_OF_SQUARES, { rowsHere: 1 });
    await model.close();
    await assert.rejects(model.run({ x: rows(1) }), /is closed: open it again/);
    await model.close();
  });
});
