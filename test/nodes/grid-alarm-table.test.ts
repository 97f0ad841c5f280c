import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { AlarmRule } from '../../lib/assets';
import type { GridAlarm, Refusal } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const example = new NodeExample('grid-alarm-table');
const NODE = example.idOf('grid-alarm-table');
const MEDIUM = 'grid/temperatureC/above/60/L4';
const HIGH = 'grid/temperatureC/above/70/L4';

/** All payloads that come to a debug node of the example. */
function collect<T>(name: string): T[] {
  const all: T[] = [];
  helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => all.push(payload as T));
  return all;
}
const send = (message: NodeMessage) => helper.getNode(NODE).receive(message);
const ids = (list: GridAlarm[] | undefined) => list?.map(({ alarmId }) => alarmId);

describe('grid alarm table', function () {
  this.timeout(20_000);
  useRuntime(tempFolder());

  it('does with its example what the comment there says, and lists what stands after each change', async () => {
    await example.loadEmpty();
    const [alarms, standing] = [collect<GridAlarm[]>('alarms'), collect<GridAlarm[]>('standing')];
    example.press('71 °C at L4');
    await until(() => alarms.length === 1, 'both alarms');
    assert.deepEqual(
      alarms[0]!.map(({ alarmId, severity, change }) => [alarmId, severity, change]),
      [
        [MEDIUM, 'medium', 'raised'],
        [HIGH, 'high', 'raised'],
      ],
    );
    await until(() => standing.some((list) => list.length === 2), 'the list');
    assert.deepEqual(ids(standing.at(-1)), [HIGH, MEDIUM]);
    assert.equal((await example.shown('1 high, 1 medium')).fill, 'red');
    for (const [button, change] of [
      ['acknowledge', 'acknowledged'],
      ['shelve 60 min', 'shelved'],
    ] as const) {
      const before = alarms.length;
      example.press(button);
      await until(() => alarms.length > before, change);
      assert.deepEqual([alarms.at(-1)![0]!.change, alarms.at(-1)![0]!.alarmId], [change, MEDIUM]);
    }
    assert.equal(alarms.at(-1)![0]!.acknowledgedBy, 'control room');
    await example.shown('1 high, 1 shelved');
    example.press('unshelve');
    example.press('57 °C at L4');
    await until(() => standing.at(-1)?.length === 0, 'an empty list');
    assert.deepEqual(
      alarms.at(-1)!.map(({ change }) => change),
      ['cleared', 'cleared'],
    );
    assert.equal((await example.shown('no alarm')).fill, 'green');
  });

  it('keeps alarms and shelves over a restart, and tells what stands by itself, on request and on flush', async () => {
    await example.loadEmpty();
    const raised = example.next('alarms');
    example.press('71 °C at L4');
    await raised;
    example.press('shelve 60 min');
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load();
    const standing = collect<GridAlarm[]>('standing');
    await until(() => standing.length === 1, 'the list after the start');
    assert.deepEqual(ids(standing[0]), [HIGH, MEDIUM]);
    assert.equal(standing[0]![1]!.shelvedBy, 'control room');
    const rules = example.next<AlarmRule[]>('rules');
    example.press('list');
    await until(() => standing.length === 2, 'the list that was asked for');
    const hot = (await rules).filter(({ quantity }) => quantity === 'temperatureC');
    assert.deepEqual(
      hot.map(({ limit }) => limit),
      [60, 70],
    );
    send({ flush: true });
    await until(() => standing.length === 3, 'the list of a flush');
    assert.deepEqual(standing[2], standing[0]);
  });

  it('refuses what is no value or command, and takes what is beside it', async () => {
    await example.loadEmpty({ rules: '[]' });
    const refused = collect<Refusal[]>('refused');
    const value = { subject: 'L4', timeMs: 1767225600000, quantity: 'temperatureC', value: 71 };
    send({
      payload: [null, 7, { ...value, value: '71' }, value, { acknowledge: 'none', by: 'me' }, { shelve: 'none' }],
    });
    await until(() => refused.length === 1, 'the refusals');
    const reasons = refused[0]!.map(({ reason }) => reason);
    assert.deepEqual(reasons, ['bad-value', 'bad-value', 'bad-value', 'not-raised', 'bad-command']);
    assert.equal((await example.shown('no alarm')).shape, 'ring');
  });

  it('says which of its limits is there twice', async () => {
    const rule = { quantity: 'risk', side: 'above', limit: 0.5, hysteresis: 0.1, severity: 'low' };
    await example.load({ rules: JSON.stringify([rule, rule]) });
    assert.match(String(helper.getNode(NODE).error.lastCall.args[0]), /rules\[1\]: this limit is there twice/);
  });
});
