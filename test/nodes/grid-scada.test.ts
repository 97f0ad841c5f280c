import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { AlarmValue, LineTelemetry, NodeTelemetry, Refusal, StressMeasurement } from '../../lib/messages';
import type { LiveNetwork } from '../../lib/network/live';
import { operationsNetwork } from '../../lib/network/operations-network';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const topologyNode = require('../../nodes/grid-topology/grid-topology');
const intakeNode = require('../../nodes/grid-scada-in/grid-scada-in');
const simulatorNode = require('../../nodes/grid-scada-simulator/grid-scada-simulator');
const catchNode = require('@node-red/nodes/core/common/25-catch.js');

const OUTPUTS = ['telemetry', 'assets', 'values', 'refused', 'sent', 'sent-refused', 'history', 'caught'];

describe('grid scada in and grid scada simulator', function () {
  this.timeout(20_000);
  useRuntime();
  const got = new Map<string, NodeMessage[]>();
  const all = <T>(id: string) => got.get(id)!.flatMap(({ payload }) => payload as T[]);
  const give = (id: string, payload: unknown, rest: object = {}) => helper.getNode(id).receive({ payload, ...rest });
  const live = () => (helper.getNode('net') as unknown as { shared: LiveNetwork }).shared;
  const nodeNow = (id: string) => live().graph.getNodeAttributes(id);

  /** The field sends into the intake, both on the operations grid. */
  async function load(intake: object = {}, simulator: object = {}): Promise<void> {
    const at = { z: 'tab', x: 1, y: 1, version: 1, network: 'net' };
    const topology = JSON.stringify(operationsNetwork());
    await helper.load(
      [topologyNode, intakeNode, simulatorNode, catchNode],
      [
        { id: 'tab', type: 'tab' },
        { id: 'net', type: 'grid-topology', name: 'Operations', version: 1, path: '', topology },
        {
          ...{ ...at, id: 'field', type: 'grid-scada-simulator', starts: false, intervalSeconds: '0.1', ...simulator },
          wires: [['in', 'sent'], ['sent-refused'], ['history']],
        },
        {
          ...{ ...at, id: 'in', type: 'grid-scada-in', ...intake },
          wires: [['telemetry'], ['assets'], ['values'], ['refused']],
        },
        { id: 'catch', z: 'tab', type: 'catch', scope: null, x: 1, y: 1, wires: [['caught']] },
        ...OUTPUTS.map((id) => ({ id, z: 'tab', type: 'helper', x: 1, y: 1 })),
      ],
    );
    for (const id of OUTPUTS) {
      got.set(id, []);
      helper.getNode(id).on('input', (message: NodeMessage) => got.get(id)!.push(message));
    }
    // What the tests before have left in the user folder.
    give('in', undefined, { reset: true });
    live().reset();
  }

  it('grid scada in does with its example what the comment there says', async () => {
    const example = new NodeExample('grid-scada-in');
    await example.loadEmpty();
    const [telemetry, values, refused] = [
      example.next<(NodeTelemetry | LineTelemetry)[]>('telemetry'),
      example.next<AlarmValue[]>('values'),
      example.next<Refusal[]>('refused'),
    ];
    example.press('telemetry');
    const line = (await telemetry)[1] as LineTelemetry;
    assert.ok(Math.abs(line.risk! - 0.5) < 0.001);
    assert.ok((await values).some(({ quantity, value }) => quantity === 'demandMw' && value === 44));
    assert.equal((await refused)[0]!.reason, 'unknown-line');
    assert.equal((await example.shown('44 MW')).text, '44 MW');
  });

  it('grid scada simulator does with its example what the comment there says', async () => {
    const example = new NodeExample('grid-scada-simulator');
    await example.load({ intervalSeconds: 0.1 });
    let voltagePu: number | undefined;
    helper.getNode(example.idOf('debug', 'telemetry')).on('input', ({ payload }: NodeMessage) => {
      voltagePu = (payload as NodeTelemetry[]).find(({ nodeId }) => nodeId === 'D6')!.voltagePu;
    });
    await until(() => voltagePu! > 0.9, 'telemetry by itself');
    example.press('line L5 out');
    await until(() => voltagePu === 0, 'no voltage at D6');
    example.press('close L8');
    await until(() => voltagePu! > 0.9, 'voltage again');
    assert.equal((await example.shown('1 fault')).fill, 'yellow');
    example.press('end all faults');
    assert.equal((await example.shown('running')).fill, 'green');
  });

  it('the network follows the field, told once a message; commands go to the field, and nothing comes back as one', async () => {
    await load();
    let changes = 0;
    live().onChange(() => changes++);
    give('field', 'start');
    await until(() => got.get('sent')!.length >= 2, 'telemetry');
    assert.deepEqual(all('refused'), []);
    const d1 = all<NodeTelemetry>('sent').findLast(({ nodeId }) => nodeId === 'D1')!;
    assert.equal(nodeNow('D1').loadMw, d1.loadMw);
    assert.ok(changes <= got.get('sent')!.length);
    assert.equal(got.get('sent')![0]!.topic, 'grid_scada/telemetry');
    assert.ok(got.get('assets')!.length > 0);
    // The model alone is overruled; a command is obeyed and seen in the model.
    live().apply({ lineId: 'L3', inService: false });
    await until(() => live().graph.getEdgeAttribute('L3', 'inService'), 'the field to overrule the model');
    give('field', Buffer.from('[{"lineId":"L3","inService":false},{"lineId":"L9","inService":true}]'));
    await until(() => live().graph.getEdgeAttribute('L9', 'inService'), 'the field to obey');
    assert.equal(live().graph.getEdgeAttribute('L3', 'inService'), false);
    give('field', 'stop');
    assert.deepEqual(got.get('caught'), []);
  });

  it('a load without voltage keeps its place in the network; applies off leaves the network alone', async () => {
    await load();
    const timeMs = Date.now();
    give('in', { nodeId: 'D4', timeMs, voltagePu: 0, loadMw: 0 });
    await until(() => all('telemetry').length === 1, 'telemetry');
    assert.equal(nodeNow('D4').loadMw, 38);
    await helper.unload();
    await load({ applies: false });
    give('in', JSON.stringify({ nodeId: 'D4', timeMs, loadMw: 12 }));
    await until(() => all('telemetry').length === 1, 'telemetry');
    assert.equal(nodeNow('D4').loadMw, 38);
  });

  it('refuses telemetry and commands on an output, with place and remedy', async () => {
    await load();
    give('in', 'no JSON');
    give('field', { fault: 'line-out', id: 'L99' });
    await until(() => all('refused').length + all('sent-refused').length === 2, 'refusals');
    assert.equal(all<Refusal>('refused')[0]!.place, 'payload');
    assert.equal(all<Refusal>('sent-refused')[0]!.place, 'payload[0].id');
  });

  it('begins in the past, catches up, and sends a history once', async () => {
    await load({}, { startDaysAgo: 1, speed: 36_000, historyDays: 2, starts: true });
    await until(() => got.get('sent')!.length >= 3, 'telemetry');
    const [history] = got.get('history')!;
    assert.equal(got.get('history')!.length, 1);
    assert.equal((history!.payload as StressMeasurement[]).length, 48);
    const times = got.get('sent')!.map(({ payload }) => (payload as NodeTelemetry[])[0]!.timeMs);
    assert.equal(times[1]! - times[0]!, 3_600_000);
    assert.ok(times.at(-1)! <= Date.now());
  });

  it('says which setting is wrong', async () => {
    await load({}, { speed: 10 });
    const told = helper
      .getNode('field')
      .error.getCalls()
      .map(({ args }: { args: unknown[] }) => String(args[0]));
    assert.ok(
      told.some((text: string) => /setting speed: .* set startDaysAgo above 0/.test(text)),
      told.join(),
    );
    give('field', 'start');
    await until(() => got.get('caught')!.length === 1, 'the fault at Catch');
  });
});
