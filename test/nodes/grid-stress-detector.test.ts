import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { Refusal, StressEvent } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-stress-detector');
const NODE = example.idOf('grid-stress-detector');
const LOAD = { load: 68_000, timestamp: '2018-01-01T18:00:00Z' };

describe('grid stress detector', function () {
  this.timeout(20_000);
  useRuntime();

  const eventsOf = async (payload: unknown) => {
    const events = example.next<StressEvent[]>('events');
    helper.getNode(NODE).receive({ payload });
    return (await events).map(({ nodeId, stress }) => [nodeId, Number(stress.toFixed(9))]);
  };

  it('does with its example what the comment there says', async () => {
    await example.load();
    const events = example.next<StressEvent[]>('events');
    example.press('68 GW');
    assert.deepEqual(
      (await events).map(({ nodeId, stress, timeMs }) => [nodeId, Number(stress.toFixed(9)), timeMs]),
      [
        ['N1', 0.195, Date.UTC(2018, 0, 1, 18)],
        ['N7', 0.16575, Date.UTC(2018, 0, 1, 18)],
        ['N12', 0.14625, Date.UTC(2018, 0, 1, 18)],
      ],
    );
    assert.equal((await example.shown('0.20 at N1')).fill, 'yellow');
    const limits = example.next<StressEvent[]>('events');
    example.press('hot transformer');
    assert.deepEqual(
      (await limits).map(({ nodeId, cause, stress }) => [nodeId, cause, Number(stress.toFixed(9))]),
      [
        ['N9', 'voltage', 0.2],
        ['N9', 'temperature', 0.25],
      ],
    );
    const refused = example.next<Refusal[]>('refused');
    example.press('no time');
    const [{ reason, place, remedy }] = (await refused) as [Refusal];
    assert.deepEqual([reason, place], ['no-time', 'timestamp']);
    assert.match(remedy, /timeMs/);
  });

  it('takes what mqtt in sends: JSON as text, bytes or parsed, one or a list', async () => {
    await example.load();
    const expected = await eventsOf(LOAD);
    const text = JSON.stringify(LOAD);
    for (const payload of [text, `\uFEFF${text}`, Buffer.from(text), new TextEncoder().encode(text), [LOAD]]) {
      assert.deepEqual(await eventsOf(payload), expected);
    }
    assert.equal((await eventsOf(JSON.stringify([LOAD, LOAD]))).length, 6);
  });

  it('refuses what is none, with what came, and goes on', async () => {
    await example.load();
    const hostile = ['{"load":', '', 'null', '[[[]]]', Buffer.from([0xff, 0xfe]), 7, null, undefined, () => 1];
    for (const payload of hostile) {
      const refused = example.next<Refusal[]>('refused');
      helper.getNode(NODE).receive({ payload });
      assert.equal((await refused)[0]!.reason, 'not-an-object', String(payload));
    }
    const refused = example.next<Refusal[]>('refused');
    helper.getNode(NODE).receive({ payload: '{"load": 1e999, "timestamp": 1514829600}' });
    assert.deepEqual((await refused)[0]!.original, { load: Number.POSITIVE_INFINITY, timestamp: 1_514_829_600 });
    assert.equal((await eventsOf(LOAD)).length, 3);
  });

  it('sends the original’s fields one by one, ready for mqtt out', async () => {
    await example.load({ fields: 'original' });
    const sent: NodeMessage[] = [];
    helper.getNode(example.idOf('debug', 'events')).on('input', (message: NodeMessage) => sent.push(message));
    helper.getNode(NODE).receive({ topic: 'grid_measurements', payload: LOAD });
    await until(() => sent.length === 3, 'three messages');
    const [{ payload, topic }] = sent as [NodeMessage];
    const { stress_level: stress, ...rest } = payload as Record<string, number>;
    assert.ok(Math.abs(stress! - 0.195) < 1e-12);
    assert.deepEqual([rest, topic], [{ node_id: 'N1', timestamp: '2018-01-01T18:00:00.000Z' }, 'grid_measurements']);
  });

  it('draws factors by a seed, and only when it is told to', async () => {
    await example.load({ isRandom: true, seed: '4' });
    const drawn = await eventsOf(LOAD);
    assert.deepEqual(await eventsOf(LOAD), drawn);
    for (const [i, capacity] of [1, 0.85, 0.75].entries()) {
      const factor = (drawn[i]![1] as number) / (0.13 * capacity);
      assert.ok(factor > 1.2 && factor < 1.8 && Math.abs(factor - 1.5) > 1e-6);
    }
  });

  it('names settings that contradict each other', async () => {
    await example.load({ limits: '[{"nodeId":"*","loadingWarningPercent":150,"loadingTripPercent":100}]' });
    assert.match(
      String(helper.getNode(NODE).error.lastCall.args[0]),
      /loadingWarningPercent 150, loadingTripPercent 100/,
    );
  });
});
