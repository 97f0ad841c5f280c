import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import helper from 'node-red-node-test-helper';
import type { FaultClassification, Refusal } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { event } from '../lib/waveform/classifier/events';
import { STAND_IN } from '../lib/waveform/classifier/stand-in-model';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const hasModel = existsSync(resolve(__dirname, '../../models/fault-classifier.onnx'));
const example = new NodeExample('grid-fault-classifier');

/** All messages that come to a debug node of the example. */
function collect<T>(name: string): T[][] {
  const all: T[][] = [];
  helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => all.push(payload as T[]));
  return all;
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!holds() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(holds(), 'it did not come within 20 s');
}

describe('grid fault classifier', function () {
  this.timeout(60_000);
  const userDir = tempFolder();
  const modelFile = join(userDir, 'stand-in.onnx');
  before(() => writeFileSync(modelFile, STAND_IN));
  useRuntime(userDir);

  (hasModel ? it : it.skip)(
    'tells the fault of its example from the inrush, and does not know what a load is',
    async () => {
      await example.load();
      const classified = collect<FaultClassification>('classified');
      example.press();
      await until(() => classified.length > 0);
      const [fault, inrush, load] = classified[0]!;
      assert.deepEqual(
        [fault!.label, fault!.phases, fault!.isInternalFault],
        ['internal_power_transformer_internal_faults_Class1', ['A', 'G'], true],
      );
      assert.deepEqual([inrush!.label, inrush!.isFault], ['transient_magnetising_inrush', false]);
      // The scenario's own times: 12.28 ms, three cycles of 60 Hz.
      assert.ok(Math.abs(fault!.inceptionMs! - 12.28) < 1 && Math.abs(fault!.clearingMs! - 62.28) < 5);
      assert.match(load!.unknownReason!, /^(2\.9\d*|3(\.\d+)?) A flow all the time/);
      const { status } = helper.getNode(example.idOf('grid-fault-classifier'));
      await until(() => /^unknown, onnxruntime-(node|web)$/.test(status.lastCall?.args[0].text));
    },
  );

  it('runs a model of the user and shows what it says and on what', async () => {
    const id = 'ownmodel00000001';
    await example.load({ id, modelFile, minimumProbability: '0', decisionWindow: '1' });
    const classified = collect<FaultClassification>('classified');
    const refused = collect<Refusal>('refused');
    helper.getNode(id).receive({ topic: 'relay 1', payload: event() });
    await until(() => classified.length > 0);
    const [answer] = classified[0]!;
    assert.ok(Math.abs(answer!.window!.cycles - 1) < 1e-9);
    assert.match(answer!.engine, /^onnxruntime-(node|web)$/);
    const { status } = helper.getNode(id);
    await until(() => /^(power|ispar)[^,]*, .*, onnxruntime-(node|web)$/.test(status.lastCall?.args[0].text));
    helper.getNode(id).receive({ payload: [7, event({ inceptionMs: 1000 })] });
    await until(() => classified.length > 1 && refused.length > 0);
    assert.equal(classified[1]![0]!.label, 'normal');
    assert.equal(refused[0]![0]!.reason, 'no-waveform');
    await until(() => status.lastCall?.args[0].text.startsWith('normal, '));
    helper.getNode(id).receive({ reset: true });
    await until(() => status.lastCall?.args[0].text.startsWith('no event yet, '));
  });

  it('refuses events without a model, warns why, and still knows what is normal', async () => {
    const id = 'withoutmodel0001';
    await example.load({ id, modelFile: '/nowhere/model.onnx' });
    const classified = collect<FaultClassification>('classified');
    const refused = collect<Refusal>('refused');
    helper.getNode(id).receive({ payload: [event(), event({ inceptionMs: 1000 })] });
    await until(() => classified.length > 0 && refused.length > 0);
    assert.deepEqual([refused[0]![0]!.reason, classified[0]![0]!.label], ['no-model', 'normal']);
    const { status, warn } = helper.getNode(id);
    await until(() => status.lastCall?.args[0].text === 'normal, no model');
    assert.match(String(warn.lastCall.args[0]), /\/nowhere\/model\.onnx/);
  });

  it('closes while its model opens', async () => {
    await example.load({ id: 'closesearly00001', modelFile });
    await helper.unload();
  });
});
