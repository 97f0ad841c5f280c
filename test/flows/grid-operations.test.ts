import assert from 'node:assert/strict';
import type { GridAlarm, LineTelemetry, NodeTelemetry, PowerFlowReport, RouteReport } from '../../lib/messages';
import { operationsNetwork } from '../../lib/network/operations-network';
import { type Broker, startBroker } from '../../start/broker';
import { Inbox, until } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { networkOfFlow, operationsFlow } from '../support/operations-flow';
import { testPort } from '../support/test-port';

const HOSTILE: (string | Buffer)[] = [
  'nonsense',
  '{',
  '',
  'null',
  '7',
  '[[[[]]]]',
  '['.repeat(5000),
  '{"__proto__": {"timeMs": 1}}',
  '{"lineId": "L999", "inService": false}',
  '{"lineId": "__proto__", "inService": false}',
  '{"nodeId": "D1", "loadMw": 1e300}',
  '{"nodeId": "D1", "timeMs": 8.64e15, "loadMw": 1}',
  '{"fault": "meteorite", "id": "L1"}',
  '{"clear": {}}',
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
];

describe('the flow Grid operations as shipped, with its simulated SCADA', function () {
  this.timeout(60_000);
  let broker: Broker;
  let nodeRed: NodeRedWithFlow;
  let inbox: Inbox;

  const telemetry = () => inbox.elements<NodeTelemetry & LineTelemetry>('grid_scada/telemetry');
  const line = (id: string) => telemetry().findLast(({ lineId }) => lineId === id);
  const routes = () => inbox.last<RouteReport>('grid_operations/routes');
  const powerFlow = () => inbox.last<PowerFlowReport>('grid_operations/power_flow');
  const linesUsed = () => routes()!.routes.flatMap(({ lines }) => lines);
  const publish = (topic: string, payload: unknown) =>
    inbox.client.publishAsync(topic, JSON.stringify(payload), { qos: 1 });
  const get = async <T>(path: string) => (await fetch(`${nodeRed.url}api${path}`)).json() as Promise<T>;

  before(async () => {
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    process.env.GRIDLOOM_BROKER_URL = broker.url;
    const flow = operationsFlow();
    Object.assign(flow.find(({ type }) => type === 'grid-scada-simulator')!, { intervalSeconds: '0.5' });
    inbox = await Inbox.open(broker.url, [
      'grid_scada/telemetry',
      'grid_operations/routes',
      'grid_operations/power_flow',
      'grid_operations/alarms',
    ]);
    nodeRed = await startNodeRedWithFlow(flow);
    delete process.env.GRIDLOOM_BROKER_URL;
    await until(() => line('L1') && routes() && powerFlow(), 'telemetry, routes and a power flow');
  });
  after(async () => {
    await inbox?.client.endAsync();
    await nodeRed?.stop();
    await broker?.close();
  });

  it('holds the grid of lib/network/operations-network', () => {
    assert.deepEqual(networkOfFlow(), operationsNetwork());
  });

  it('computes on what is measured: demand of power flow and routes is the sum of the loads', async () => {
    const measuredMw = () =>
      operationsNetwork().nodes.reduce((sum, { id }) => {
        return sum + (telemetry().findLast(({ nodeId }) => nodeId === id)?.loadMw ?? 0);
      }, 0);
    await until(() => Math.abs(powerFlow()!.demandMw - measuredMw()) < 1, 'a power flow of what is measured');
    await until(() => Math.abs(routes()!.demandMw - measuredMw()) < 1, 'routes of what is measured');
    const { demandMw, supplyMw, lossKw, method } = powerFlow()!;
    assert.equal(method, 'ac-radial');
    assert.ok(Math.abs(supplyMw - demandMw - lossKw / 1000) < 1e-3, `${supplyMw} − ${demandMw} MW, ${lossKw} kW`);
  });

  it('answers over REST with the same', async () => {
    const state = await get<{ nodes: unknown[]; edges: unknown[] }>('/grid/state');
    assert.deepEqual([state.nodes.length, state.edges.length], [8, 13]);
    const loss = await get<{ current_loss_percent: number }>('/grid/loss');
    assert.ok(loss.current_loss_percent > 0);
  });

  it('takes a line out by a fault in the field: routes go elsewhere, an alarm is raised; and it comes back', async () => {
    await until(() => linesUsed().includes('L1'), 'a route over L1');
    await publish('grid_scada/commands', { fault: 'line-out', id: 'L1', minutes: 60 });
    await until(() => line('L1')?.inService === false, 'L1 out');
    await until(() => !linesUsed().includes('L1'), 'routes without L1');
    const raised = () => inbox.elements<GridAlarm>('grid_operations/alarms');
    await until(
      () => raised().some(({ quantity, subject }) => quantity === 'voltagePu' && subject === 'D1'),
      'an alarm',
    );
    await publish('grid_scada/commands', { clear: true });
    await until(() => linesUsed().includes('L1'), 'a route over L1 again');
  });

  it('changes a load and a switch from outside, in the network and in the field', async () => {
    await publish('grid_operations/changes', { nodeId: 'D2', loadMw: 5 });
    await until(() => {
      const measured = telemetry().findLast(({ nodeId }) => nodeId === 'D2');
      return measured!.loadMw! < 6;
    }, 'the load of D2 in the field');
    await publish('grid_operations/changes', { lineId: 'L13', inService: true });
    await until(() => line('L13')?.inService === true, 'L13 closed in the field');
    await until(() => powerFlow()!.lines.find(({ id }) => id === 'L13')!.inService, 'L13 closed in the power flow');
    assert.equal(powerFlow()!.method, 'dc', 'meshed');
    await publish('grid_operations/changes', { lineId: 'L13', inService: false });
    await until(() => powerFlow()!.method === 'ac-radial', 'the radial grid again');
  });

  it('lives on under hostile messages on every topic that it takes', async () => {
    for (const topic of ['grid_operations/changes', 'grid_scada/commands', 'grid_scada/telemetry']) {
      for (const payload of HOSTILE) {
        // The tests' own client reads JSON of telemetry.
        if (topic === 'grid_scada/telemetry' && !isJson(payload)) continue;
        await inbox.client.publishAsync(topic, payload, { qos: 1 });
      }
    }
    const before = inbox.all('grid_operations/power_flow').length;
    await until(() => inbox.all('grid_operations/power_flow').length > before + 1, 'further power flows');
    assert.ok(nodeRed.isAlive());
    assert.doesNotMatch(nodeRed.output(), /uncaught|unhandled/i);
  });
});

function isJson(payload: string | Buffer): boolean {
  try {
    JSON.parse(payload.toString());
    return true;
  } catch {
    return false;
  }
}
