import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { AlarmValue, GasFinding, MaintenanceReport, Refusal, TransformerHealth } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-asset-health');
const NODE = example.idOf('grid-asset-health');
const T = 1767225600000;

/** All payloads that come to a debug node of the example. */
function collect<T>(name: string): T[] {
  const all: T[] = [];
  helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => all.push(payload as T));
  return all;
}
const send = (message: NodeMessage) => helper.getNode(NODE).receive(message);

describe('grid asset health', function () {
  this.timeout(20_000);
  useRuntime(tempFolder());

  it('does with its example what the comment there says', async () => {
    await example.loadEmpty({ reportSeconds: 0 });
    const [health, findings] = [collect<TransformerHealth[]>('health'), collect<GasFinding[]>('findings')];
    const [lists, values] = [collect<MaintenanceReport>('maintenance'), collect<AlarmValue[]>('values')];
    const refused = collect<Refusal[]>('refused');
    example.press('rated load');
    await until(() => health.length === 1, 'the temperatures');
    const { topOilC, hotSpotC } = health[0]![0]!;
    assert.ok(Math.abs(topOilC - 80) < 1e-9 && Math.abs(hotSpotC - 98) < 1e-9);
    example.press('gases');
    await until(() => findings.length === 1, 'the finding');
    assert.deepEqual([findings[0]![0]!.zone, findings[0]![0]!.isFault], ['T3', true]);
    example.press('inspection');
    await until(() => lists.length === 3, 'a list after each');
    const [entry] = lists[2]!.entries;
    assert.deepEqual([entry!.assetId, entry!.level, entry!.dueMs], ['T7', 'critical', T]);
    assert.ok(entry!.failureProbability! > 0.7, `probability ${entry!.failureProbability}`);
    const [reason] = entry!.reasons.filter((text) => text.startsWith('probability of failure'));
    assert.match(reason!, /temperature 103 °C \(\+0\.\d\d\)/);
    await until(() => values.length === 2, 'values for alarms');
    const told = values.flat().map(({ subject, quantity, value }) => [subject, quantity, Number(value.toFixed(6))]);
    const risk = Number(entry!.failureProbability!.toFixed(6));
    assert.deepEqual(told, [
      ['T7', 'temperatureC', 80],
      ['T7', 'temperatureC', 103],
      ['T7', 'risk', risk],
    ]);
    example.press('no such thing');
    await until(() => refused.length === 1, 'the refusal');
    assert.match(refused[0]![0]!.remedy, /TransformerLoad, a DissolvedGas or an AssetInspection/);
    assert.equal((await example.shown('1 of 1 urgent')).fill, 'red');
  });

  it('keeps what it knows over a restart, and gives the list on flush', async () => {
    await example.loadEmpty({ model: 'none' });
    const health = example.next('health');
    example.press('rated load');
    example.press('gases');
    await health;
    const asked = async () => {
      const lists = collect<MaintenanceReport>('maintenance');
      send({ flush: true });
      await until(() => lists.length > 0, 'the list');
      return lists.at(-1)!;
    };
    const before = await asked();
    assert.equal(before.assets, 1);
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load({ model: 'none' });
    assert.deepEqual(await asked(), before);
  });

  it('goes on without a model, and says so', async () => {
    await example.loadEmpty({ model: 'file', modelFile: '/nowhere/model.onnx', reportSeconds: 0 });
    const list = example.next<MaintenanceReport>('maintenance');
    example.press('inspection');
    assert.equal((await list).assets, 1);
    assert.equal((await example.shown('no model')).fill, 'yellow');
    assert.match(String(helper.getNode(NODE).warn.lastCall.args[0]), /\/nowhere\/model\.onnx/);
  });

  it('says what is wrong with its settings', async () => {
    const said = async (settings: object) => {
      await example.load(settings);
      const text = String(helper.getNode(NODE).error.lastCall.args[0]);
      await helper.unload();
      return text;
    };
    assert.match(await said({ model: 'file' }), /give the path of the ONNX file/);
    assert.match(await said({ transformers: '[{"transformerId":"A"},{"transformerId":"A"}]' }), /A is there twice/);
    assert.match(await said({ gasLimits: '{"hydrogenPpm":[3,2,1]}' }), /gasLimits|hydrogenPpm/);
  });
});
