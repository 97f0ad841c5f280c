import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { ModelComparison, Refusal } from '../../lib/messages';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-stress-comparison');
const NODE = example.idOf('grid-stress-comparison');

describe('grid stress comparison', function () {
  this.timeout(20_000);
  useRuntime();

  it('does with its example what the comment there says, and takes JSON as mqtt in sends it', async () => {
    await example.load();
    const refused = example.next<Refusal[]>('refused');
    example.press('no such model');
    const [{ reason, remedy }] = (await refused) as [Refusal];
    assert.equal(reason, 'unknown-model');
    assert.match(remedy, /linear, electrical/);
    const both = example.next<ModelComparison>('comparison');
    example.press('electrical');
    example.press('linear');
    const { reference, models } = await both;
    assert.equal(reference, 'electrical');
    const [linear, electrical] = models;
    assert.deepEqual([linear!.model, linear!.kendallTau, linear!.topOverlap, linear!.alerts], ['linear', 1 / 3, 1, 3]);
    assert.deepEqual([electrical!.kendallTau, electrical!.activeAlerts], [null, 2]);
    assert.equal((await example.shown('2 of 2 models')).fill, 'green');

    const changed = example.next<ModelComparison>('comparison');
    const overview = {
      timeMs: null,
      nodes: 0,
      meanRisk: 0,
      activeAlerts: 0,
      alerts: 5,
      late: 0,
      critical: [],
      alertRate: [],
    };
    helper.getNode(NODE).receive({ topic: 'grid/linear', payload: Buffer.from(JSON.stringify(overview)) });
    const [one] = (await changed).models;
    assert.deepEqual([one!.alerts, one!.alertRate.at(-1)!.alerts, one!.kendallTau], [5, 2, null]);
    const notJson = example.next<Refusal[]>('refused');
    helper.getNode(NODE).receive({ topic: 'linear', payload: '{' });
    assert.equal((await notJson)[0]!.reason, 'no-overview');
  });
});
