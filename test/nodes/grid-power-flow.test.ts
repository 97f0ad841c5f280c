import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { AlarmValue, GridMapUpdate, PowerFlowReport, Refusal } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import { toTopology } from '../../lib/network/to-topology';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { PacedRuns } from '../../nodes/shell/paced-runs';
import { networkOf } from '../lib/network/made-models';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-power-flow');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('grid power flow', function () {
  this.timeout(30_000);
  useRuntime();
  let reports: PowerFlowReport[] = [];
  let messages: NodeMessage[] = [];
  let refused: Refusal[] = [];
  const node = () => helper.getNode(example.idOf('grid-power-flow'));
  const shared = () => (helper.getNode(example.idOf('grid-topology')) as unknown as { shared: LiveNetwork }).shared;
  const errors = () => node().error.args.map(([error]: [Error]) => error.message);

  async function load(settings: object = {}): Promise<void> {
    await example.load(settings);
    [reports, messages, refused] = [[], [], []];
    helper.getNode(example.idOf('debug', 'report')).on('input', (message: NodeMessage) => {
      messages.push(message);
      reports.push(message.payload as PowerFlowReport);
    });
    helper.getNode(example.idOf('debug', 'refused')).on('input', ({ payload }: NodeMessage) => {
      refused.push(...(payload as Refusal[]));
    });
  }

  it('does with its example what the comment there and the help say', async () => {
    await load();
    const [map, values] = [example.next<GridMapUpdate>('map'), example.next<AlarmValue[]>('values')];
    await until(() => reports.length === 1, 'the network as built');
    assert.equal(reports[0]!.lossPercent.toFixed(2), '0.32');
    assert.equal((await map).lines!.length, 13);
    assert.equal((await values).length, 9);
    assert.equal((await example.shown('0.32 % loss')).fill, 'green');
    example.press('close L9');
    await until(() => reports.length === 2, 'the meshed network');
    assert.deepEqual([reports[1]!.method, reports[1]!.violations[0]!.kind], ['dc', 'over-capacity']);
    await example.shown('0.26 % (DC), 1 over');
    example.press('as built');
    example.press('open L3');
    await until(() => errors().length === 1, 'the error');
    assert.match(errors()[0]!, /no source feeds D5, the report is of the rest/);
    assert.deepEqual(reports.at(-1)!.unfed, ['D5']);
    // A Catch node gets it only with a message.
    assert.deepEqual(node().error.lastCall.args[1], {});
    await example.shown('1 not fed');
    shared().apply({ nodeId: 'D1', loadMw: 50 });
    await pause(400);
    assert.equal(errors().length, 1);
    example.press('as built');
    await until(() => reports.at(-1)?.lossPercent.toFixed(2) === '0.32', 'the network as built');
  });

  it('answers every message, with the newest event time of all', async () => {
    await load();
    node().receive({
      payload: [{ nodeId: 'D1', timeMs: 2000 }, { timeMs: 3000 }, { timeMs: -1 }, null],
      topic: 'kept',
    });
    await until(() => reports.length === 1, 'the answer');
    assert.deepEqual([messages[0]!.topic, reports[0]!.timeMs], ['kept', 3000]);
    node().receive({ payload: { timeMs: 1000 } });
    await until(() => reports.length === 2, 'the answer');
    assert.equal(reports[1]!.timeMs, 3000);
    shared().graph.setEdgeAttribute('L1', 'tapRatio', 0);
    node().receive({ payload: 'x' });
    await until(() => errors().length > 0, 'the error');
    assert.match(errors()[0]!, /branch L1 has the tap ratio 0/);
  });

  it('computes large networks in a thread, the last change always, and refuses what is too many', async () => {
    const nodes = Array.from({ length: 1200 }, (_, at) => (at === 0 ? { isReference: true } : { loadMw: 0.01 }));
    const model = networkOf(
      nodes,
      nodes.slice(1).map((_, at) => [Math.floor(at / 3), at + 1, { resistancePu: 0.001, reactancePu: 0.001 }]),
    );
    const network = example.node('grid-topology');
    await load();
    await helper.unload();
    const flow = [
      { ...network, topology: JSON.stringify(toTopology(model)) },
      { ...example.node('grid-power-flow'), wires: [['report'], [], [], ['refused']], leastMs: 20 },
      { id: 'report', type: 'helper' },
      { id: 'refused', type: 'helper' },
    ];
    const types = ['grid-topology', 'grid-power-flow'].map((type) => require(`../../nodes/${type}/${type}`));
    await helper.load(types, flow);
    [reports, refused] = [[], []];
    helper.getNode('report').on('input', ({ payload }: NodeMessage) => reports.push(payload as PowerFlowReport));
    helper.getNode('refused').on('input', ({ payload }: NodeMessage) => refused.push(...(payload as Refusal[])));
    for (let at = 1; at <= 50; at++) shared().apply({ nodeId: `n${at}`, loadMw: 0.02 });
    await until(() => reports.at(-1)?.demandMw.toFixed(2) === '12.49', 'the last change');
    assert.ok(reports.length < 10, `${reports.length} reports`);
    const known = reports.length;
    for (let at = 0; at < 25; at++) node().receive({ payload: at });
    await until(() => reports.length === known + 20, 'the answers');
    assert.deepEqual(
      refused.map(({ reason, original }) => [reason, original]),
      [20, 21, 22, 23, 24].map((at) => ['too-many', at]),
    );
    shared().apply({ nodeId: 'n1000', loadMw: 1e6 });
    await until(() => errors().length === 1, 'the error');
    assert.match(errors()[0]!, /did not converge: after \d+ sweeps voltages still change by/);
  });

  it('says which settings contradict each other', async () => {
    await load({ minVoltagePu: 1.1, maxVoltagePu: 1 });
    assert.match(errors()[0]!, /minVoltagePu 1.1 is not below maxVoltagePu 1/);
  });

  it('runs one after the other, and what came last', async () => {
    let [isRunning, runs] = [false, 0];
    const paced = new PacedRuns(async () => {
      assert.ok(!isRunning);
      isRunning = true;
      await pause(10);
      isRunning = false;
      runs++;
    }, 0);
    for (let time = 0; time < 5; time++) paced.request();
    await until(() => runs === 1, 'the first');
    paced.request();
    await pause(5);
    paced.request();
    await until(() => runs === 3, 'the last');
    paced.request();
    paced.close();
    await pause(20);
    assert.equal(runs, 3);
  });
});
