import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { PropagatedStress, Refusal } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { tempFolder } from '../support/temp-folder';

const START = Date.UTC(2018, 0, 1, 18);
const example = new NodeExample('grid-stress-propagator');
const NODE = example.idOf('grid-stress-propagator');

/** All payloads that come to a debug node of the example, lists taken apart. */
function collect<T>(name: string): T[] {
  const all: T[] = [];
  helper
    .getNode(example.idOf('debug', name))
    .on('input', ({ payload }: NodeMessage) => all.push(...([payload].flat() as T[])));
  return all;
}
const send = (message: NodeMessage) => helper.getNode(NODE).receive(message);
const event = (nodeId: string, stress: number, timeMs = START) => ({ nodeId, timeMs, stress });
const network = (): LiveNetwork => helper.getNode(example.idOf('grid-topology')).shared;
const stresses = (messages: PropagatedStress[]) =>
  Object.fromEntries(messages.map(({ nodeId, stress }) => [nodeId, Number(stress.toFixed(9))]));

describe('grid stress propagator', function () {
  this.timeout(20_000);
  useRuntime(tempFolder());

  async function stressOf(payload: unknown): Promise<PropagatedStress[]> {
    const stress = example.next<PropagatedStress[]>('stress');
    send({ payload });
    return stress;
  }

  it('does with its example what the comment there says', async () => {
    await example.loadEmpty();
    const first = example.next<PropagatedStress[]>('stress');
    example.press('0.3 at N7');
    const { N7, N2, N6, N8, N12, N1 } = stresses(await first);
    assert.deepEqual([N7, N2, N6, N8, N12, N1], [0.3, 0.255, 0.285, 0.279, 0.252, 0.173565]);
    const { path, hop, sourceId, voltagePu, loadPercent } = (await first).find(({ nodeId }) => nodeId === 'N1')!;
    assert.deepEqual([path, hop, sourceId], [['N7', 'N6', 'N1'], 2, 'N7']);
    assert.ok(Math.abs(voltagePu - 0.9826435) < 1e-12 && Math.abs(loadPercent - 76.9426) < 1e-12);
    const second = example.next<PropagatedStress[]>('stress');
    example.press('0.2 at N12');
    // 1 − (1 − 0.3)(1 − 0.2 · 0.84) at N7, 1 − (1 − 0.252)(1 − 0.2) at N12
    const both = stresses(await second);
    assert.deepEqual([both.N7, both.N12], [0.4176, 0.4016]);
    assert.equal((await example.shown('2 sources')).fill, 'green');
    const refused = example.next<Refusal[]>('refused');
    example.press('no such node');
    assert.equal((await refused)[0]!.reason, 'unknown-node');
  });

  it('walks as the original on request: the first visit counts, sources stay apart, its fields', async () => {
    await example.loadEmpty({ walk: 'first-visit', combine: 'each', fields: 'original' });
    const sent = collect<Record<string, unknown>>('stress');
    send({ payload: JSON.stringify({ node_id: 'N7', stress_level: 0.3, timestamp: '2018-01-01T18:00:00Z' }) });
    await until(() => sent.length === 16, 'the nodes within three hops');
    const at = (nodeId: string) => sent.find(({ node_id: id }) => id === nodeId)!;
    // N2 stands first beside N7, so N1 is reached from there: 0.3 · 0.85 · 0.8 · 0.7
    const { stress, voltage_pu: voltagePu, load_pct: loadPercent, ...rest } = at('N1') as Record<string, number>;
    assert.ok(Math.abs(stress! - 0.1428) < 1e-12);
    assert.ok(Math.abs(voltagePu! - 0.98572) < 1e-12 && Math.abs(loadPercent! - 75.712) < 1e-12);
    assert.deepEqual(rest, { source_node: 'N7', node_id: 'N1', hop: 2, timestamp: '2018-01-01T18:00:00.000Z' });
  });

  it('multiplies by the centrality of the original', async () => {
    await example.loadEmpty({ model: 'degree' });
    // N6 has degree 3 of 19: 0.3 · 0.95 · (1 + 0.6 · 3/19)
    assert.equal(stresses(await stressOf(event('N7', 0.3))).N6, Number((0.285 * (1 + 1.8 / 19)).toFixed(9)));
  });

  it('tells by itself what a line out of service changes, and nothing when only a load does', async () => {
    await example.loadEmpty();
    await stressOf(event('N7', 0.3));
    const stress = collect<PropagatedStress>('stress');
    network().apply({ nodeId: 'N7', loadMw: 1 });
    network().apply({ lineId: 'L10', inService: false });
    network().apply({ lineId: 'L2', inService: false });
    await until(() => stress.length > 0, 'the change');
    const { N6, N1 } = stresses(stress);
    // N6 is left with N11, three hops off over N12: 0.252 · 0.94 · 0.7 · 0.86 · 0.49. N1 is left with N2.
    assert.equal(N6, Number((0.252 * 0.94 * 0.7 * 0.86 * 0.49).toFixed(9)));
    assert.equal(N1, 0.1428);
    assert.ok(stress.every(({ timeMs }) => timeMs === START));
    const before = stress.length;
    network().apply({ nodeId: 'N7', loadMw: 2 });
    send({ payload: event('N12', 0) });
    const since = () => stress.slice(before);
    await until(() => since().length > 0, 'the event');
    assert.ok(since().every(({ nodeId }, i, all) => all.findIndex((other) => other.nodeId === nodeId) === i));
  });

  it('refuses what is hostile, late or a duplicate out of date, and loses nothing beside it', async () => {
    await example.loadEmpty();
    const [refused, stress] = [collect<Refusal>('refused'), collect<PropagatedStress>('stress')];
    const hostile = [
      '{',
      null,
      7,
      { ...event('N7', 0.3), stress: '0.3' },
      { nodeId: 'N7', timeMs: START, stress: Number.NaN },
    ];
    for (const payload of [...hostile, event('N7', 0.3, Date.now() + 1e9), event('__proto__', 0.3)]) send({ payload });
    send({ payload: Buffer.from(JSON.stringify([event('N7', 0.3), event('N7', 0.2), event('N7', 0.9, START - 1)])) });
    send({ payload: event('N7', 0.3) });
    await until(() => stress.length === 32, 'the two that count');
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      [
        ...['not-an-object', 'not-an-object', 'not-an-object', 'bad-value', 'bad-value', 'ahead-of-clock'],
        ...['unknown-node', 'late', 'late'],
      ],
    );
    const half = stress.length / 2;
    assert.deepEqual(stress.slice(half), stress.slice(0, half));
  });

  it('gives the fault of a network without such a model to Catch nodes, with each event, until it changes', async () => {
    await example.loadEmpty();
    await stressOf(event('N7', 0.3));
    const { error } = helper.getNode(NODE);
    network().graph.setEdgeAttribute('L1', 'weight', 2);
    send({ payload: event('N7', 0.3), topic: 'stress_events' });
    await until(() => error.callCount === 2, 'both faults');
    for (const [fault, message] of error.args) {
      assert.match(String(fault), /no model linear of the network: weight\[0\] is 2/);
      assert.equal(typeof message, 'object');
    }
    assert.equal((await example.shown('no model')).fill, 'red');
    network().graph.setEdgeAttribute('L1', 'weight', 0.8);
    assert.equal((await stressOf(event('N7', 0.3))).length, 32);
  });

  it('keeps its sources over a restart, also with another model', async () => {
    await example.loadEmpty();
    await stressOf(event('N7', 0.3));
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load();
    assert.equal(stresses(await stressOf(event('N12', 0.2))).N7, 0.4176);
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load({ model: 'electrical' });
    assert.equal((await stressOf(event('N12', 0.2))).find(({ nodeId }) => nodeId === 'N12')!.sources, 2);
  });

  it('says what is wrong with its settings', async () => {
    const said = async (settings: object) => {
      await example.load(settings);
      const text = String(helper.getNode(NODE).error.lastCall.args[0]);
      await helper.unload();
      return text;
    };
    assert.match(await said({ network: '' }), /no grid topology is chosen: open the node/);
    assert.match(await said({ model: 'electrical', walk: 'first-visit' }), /set walk strongest-path/);
    assert.match(await said({ hopLimit: '1.5' }), /hopLimit/);
  });
});
