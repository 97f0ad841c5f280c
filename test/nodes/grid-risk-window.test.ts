import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { NodeRisk, PropagatedStress, Refusal, RiskAlert, RiskOverview } from '../../lib/messages';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const MINUTE = 60_000;
const START = Date.UTC(2018, 0, 1);
const example = new NodeExample('grid-risk-window');
const NODE = example.idOf('grid-risk-window');

/** All payloads that come to a debug node of the example, lists taken apart. */
function collect<T>(name: string): T[] {
  const all: T[] = [];
  helper
    .getNode(example.idOf('debug', name))
    .on('input', ({ payload }: NodeMessage) => all.push(...([payload].flat() as T[])));
  return all;
}
const send = (message: NodeMessage) => helper.getNode(NODE).receive(message);
const value = (minute: number, stress: number, nodeId = 'N7') => ({ nodeId, timeMs: START + minute * MINUTE, stress });

describe('grid risk window', function () {
  this.timeout(20_000);
  useRuntime(tempFolder());

  it('does with its example what the comment there says', async () => {
    await example.loadEmpty();
    const [alerts, late, overview] = [collect<RiskAlert>('alerts'), collect('late'), collect<RiskOverview>('overview')];
    example.press('six values');
    await until(() => alerts.length === 1, 'an alert');
    const [{ state, severity, nodeId, timeMs, risk }] = alerts as [RiskAlert];
    assert.deepEqual([state, severity, nodeId, timeMs, risk], ['raised', 'high', 'N7', START + 6 * MINUTE, 0.75]);
    example.press("original's fields");
    await until(() => alerts.length === 2, 'another alert');
    assert.deepEqual([alerts[1]!.nodeId, alerts[1]!.risk], ['N12', 0.8]);
    example.press('much too early');
    await until(() => late.length === 1, 'a late value');
    assert.deepEqual(late, [{ ...value(0, 0.5), sourceId: 'N7' }]);
    await until(() => overview.at(-1)?.late === 1, 'the overview');
    assert.deepEqual(
      overview.at(-1)!.critical.map((critical) => [critical.nodeId, critical.risk]),
      [
        ['N12', 0.8],
        ['N7', 0.75],
      ],
    );
    assert.equal((await example.shown('2 alerts')).fill, 'red');
  });

  it('sends the original’s alerts one by one, and no end of them', async () => {
    await example.loadEmpty({ fields: 'original' });
    const sent: NodeMessage[] = [];
    helper.getNode(example.idOf('debug', 'alerts')).on('input', (message: NodeMessage) => sent.push(message));
    const risks = collect<NodeRisk>('risks');
    const burst = ['A', 'B'].flatMap((nodeId) => [value(1, 0.75, nodeId), ...[2, 3].map((m) => value(m, 0, nodeId))]);
    const many = Array.from({ length: 12 }, (_, i) => value(4 + i, 0, 'A'));
    send({ payload: Buffer.from(JSON.stringify([...burst.sort((a, b) => a.timeMs - b.timeMs), ...many])) });
    await until(() => risks.length === 18, 'all windows');
    assert.deepEqual(
      sent.map(({ payload }) => payload),
      ['A', 'B'].map((id) => {
        return { node_id: id, timestamp: '2018-01-01T00:01:00.000Z', risk_score: 0.75, level: 'HIGH' };
      }),
    );
  });

  it('takes windows of its own, closed by the watermark or by msg.flush', async () => {
    await example.loadEmpty({ preset: 'gridloom', windows: 'tumbling', windowMinutes: '60', latenessMinutes: 10 });
    const [risks, alerts] = [collect<NodeRisk>('risks'), collect<RiskAlert>('alerts')];
    // Within the lateness of 10 min, in any order, as stress events too.
    send({ payload: value(50, 0.4) });
    send({ payload: { node_id: 'N7', stress_level: 0.6, timestamp: '2018-01-01T00:45:00Z' } });
    send({ payload: value(69, 0.1) });
    assert.equal(risks.length, 0);
    send({ payload: value(70, 0.1) });
    await until(() => risks.length === 1, 'the first window');
    const [{ startMs, endMs, points, mean }] = risks as [NodeRisk];
    assert.deepEqual([startMs, endMs, points, mean], [START, START + 60 * MINUTE, 2, 0.5]);
    // x = 0.5, the slope falls: 1 − e^−0.5
    assert.ok(Math.abs(alerts[0]!.risk - 0.3934693402873666) < 1e-12);
    send({ flush: true });
    await until(() => risks.length === 2, 'the open window');
    assert.equal(risks[1]!.points, 2);
    send({ reset: true });
    send({ flush: true });
    assert.equal((await example.shown('no window yet')).fill, 'grey');
  });

  it('refuses what it can’t use, and loses nothing beside it', async () => {
    await example.loadEmpty();
    const [refused, risks] = [collect<Refusal>('refused'), collect<NodeRisk>('risks')];
    const hostile = [
      '{"nodeId"',
      { ...value(1, 0.1), stress: '0.1' },
      { ...value(1, 2) },
      { ...value(1, 0.1), timeMs: 9e15 },
      { ...value(1, 0.1), timeMs: Date.now() + 1e9 },
      { ...value(1, 0.1), nodeId: 'x'.repeat(201) },
      JSON.parse('{"__proto__":{"nodeId":"N1"},"timeMs":1,"stress":0}'),
      [],
    ];
    for (const payload of hostile) send({ payload: [payload] });
    send({ payload: [value(1, 0.1), null, value(2, 0.1)] });
    await until(() => risks.length === 2, 'what can be used');
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      [
        'not-an-object',
        'bad-value',
        'bad-value',
        'no-time',
        'ahead-of-clock',
        'no-node',
        'no-node',
        'not-an-object',
        'not-an-object',
      ],
    );
  });

  it('keeps windows and alarms over a restart, and its output the same to the byte', async () => {
    const values = Array.from({ length: 40 }, (_, i) => value(i * 10, (i % 12) / 20, i % 3 === 0 ? 'A' : 'B'));
    const play = async (restart: boolean) => {
      const out: unknown[] = [];
      const gather = () => {
        for (const name of ['alerts', 'risks']) {
          helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => out.push(payload));
        }
      };
      await example.loadEmpty({ preset: 'gridloom', windowMinutes: 60, advanceMinutes: 30 });
      gather();
      for (const [i, payload] of values.entries()) {
        if (restart && i === 17) {
          await helper.getNode(NODE).close(false);
          await helper.unload();
          await example.load({ preset: 'gridloom', windowMinutes: 60, advanceMinutes: 30 });
          gather();
        }
        send({ payload });
      }
      send({ flush: true });
      // The last value lies at 06:30, so the last of its windows ends at 07:30.
      const last = `"endMs":${START + 450 * MINUTE}`;
      await until(() => JSON.stringify(out).includes(last), 'the last window');
      await helper.unload();
      return JSON.stringify(out);
    };
    const once = await play(false);
    assert.match(once, /"raised"/);
    assert.ok((await play(false)) === once);
    assert.ok((await play(true)) === once);
  });

  it('names settings that contradict each other', async () => {
    await example.load({ preset: 'gridloom', threshold: 0.6, highRisk: 0.5 });
    assert.match(String(helper.getNode(NODE).error.lastCall.args[0]), /highRisk: 0.5 is below the threshold 0.6/);
  });

  it('takes what the propagator sends', async () => {
    await example.loadEmpty();
    const risks = collect<NodeRisk>('risks');
    const stress: PropagatedStress = {
      ...{ sourceId: 'N7', nodeId: 'N8', hop: 1, path: ['N7', 'N8'], timeMs: START },
      ...{ stress: 0.27, sources: 1, voltagePu: 0.973, loadPercent: 80.8 },
    };
    send({ payload: [stress] });
    await until(() => risks.length === 1, 'a window');
    assert.deepEqual([risks[0]!.nodeId, risks[0]!.risk], ['N8', 0.27]);
  });
});
