import assert from 'node:assert/strict';
import type { RiskOverview } from '../../lib/messages';
import { type Broker, startBroker } from '../../start/broker';
import { Inbox, until } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { framesOf, publish, publishLoads, START_MS, STRESS_MODELS_SHOWN, waitForFlow } from '../support/stress-flow';
import { testPort } from '../support/test-port';

/** As the original's topics have it. */
interface OriginalStress {
  source_node: string;
  node_id: string;
  hop: number;
  timestamp: string;
  stress: number;
  voltage_pu: number;
  load_pct: number;
}
interface OriginalAlert {
  node_id: string;
  timestamp: string;
  risk_score: number;
  level: string;
}

const TOPICS = ['stress_events', 'late_stress', 'grid_topology_changes'].concat(
  STRESS_MODELS_SHOWN.flatMap((model) => [
    `propagated_stress_${model}`,
    `risk_alerts_${model}`,
    `risk_overview_${model}`,
  ]),
);
const HOSTILE: (string | Buffer)[] = [
  'nonsense',
  '{',
  '',
  'null',
  '[]',
  '7',
  '"N1"',
  '[[[[]]]]',
  '['.repeat(5000),
  '{"__proto__": {"stress": 1}}',
  '{"load": "68000", "timestamp": "2018-01-10T10:00:00Z"}',
  '{"load": 1e999, "timestamp": "2018-01-10T10:00:00Z"}',
  '{"load": -5, "timestamp": "2018-01-10T10:00:00Z"}',
  '{"load": 68000, "timestamp": "9999-12-31T23:59:59Z"}',
  '{"load": 68000, "timestamp": {}}',
  '{"node_id": "<img src=x onerror=alert(1)>", "timestamp": "2018-01-10T10:00:00Z", "stress": 1, "stress_level": 1}',
  '{"node_id": "N1", "timestamp": "9999-12-31T23:59:59Z", "stress": 1, "stress_level": 1}',
  '{"node_id": "N1", "timestamp": "2018-01-10T10:00:00Z", "stress": 7, "stress_level": 7}',
  '{"lineId": "L999", "inService": false}',
  '{"lineId": "__proto__", "inService": false}',
  '{"lineId": "L1", "inService": "false"}',
  '{"nodeId": "N1", "loadMw": 1e300}',
  '{"timeMs": 0, "nodes": 1, "critical": [{"nodeId": {}}]}',
  Buffer.from([0xff, 0xfe, 0x00, 0x80]),
];

describe('the flow Grid stress, its stages in two Node-REDs joined by MQTT', function () {
  this.timeout(60_000);
  let broker: Broker;
  let upstream: NodeRedWithFlow;
  let downstream: NodeRedWithFlow;
  let inbox: Inbox;

  const hour = (at: number) => new Date(START_MS + at * 3_600_000).toISOString();
  const stress = (model: string) =>
    inbox
      .all<OriginalStress | null>(`propagated_stress_${model}`)
      .filter((one): one is OriginalStress => String(one?.timestamp).startsWith('2018'));
  const alerts = (model: string) => inbox.all<OriginalAlert>(`risk_alerts_${model}`);
  /** The newest that is one: the tests send others, too. */
  const overview = (model: string) =>
    inbox.all<RiskOverview | null>(`risk_overview_${model}`).findLast((one) => typeof one?.alerts === 'number');
  const send = (topic: string, payload: unknown) => publish(inbox, topic, payload);
  /** The stress of all nodes at a time, after all sources have told theirs. */
  const stressAt = async (model: string, timestamp: string) => {
    const of = () => stress(model).filter((one) => one.timestamp === timestamp);
    await until(() => of().some(({ node_id }) => node_id === 'N20'), `stress of ${timestamp} by ${model}`);
    return Object.fromEntries(of().map((one) => [one.node_id, one.stress]));
  };

  before(async () => {
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    process.env.GRIDLOOM_BROKER_URL = broker.url;
    upstream = await startNodeRedWithFlow(framesOf(2, 3, 5));
    downstream = await startNodeRedWithFlow(framesOf(4, 5, 6, 7, 8, 9));
    inbox = await Inbox.open(broker.url, TOPICS);
    await waitForFlow(inbox);
  });
  after(async () => {
    delete process.env.GRIDLOOM_BROKER_URL;
    await inbox?.client.endAsync();
    await upstream?.stop();
    await downstream?.stop();
    await broker?.close();
  });

  it('answers a load with stress in the original’s fields', async () => {
    await publishLoads(inbox, 1, [68_000]);
    await stressAt('linear', hour(1));
    const told = inbox.all<{ node_id: string; stress_level: number; timestamp: string }>('stress_events');
    const events = told.filter(({ timestamp }) => timestamp === hour(1));
    // (68/80 − 0.72) · capacity · 1.5
    assert.deepEqual(
      events.map(({ node_id, stress_level }) => [node_id, Number(stress_level.toFixed(9))]),
      [
        ['N1', 0.195],
        ['N7', 0.16575],
        ['N12', 0.14625],
        ['N20', 0],
      ],
    );
    const first = stress('linear').find(({ node_id, timestamp }) => node_id === 'N2' && timestamp === hour(1))!;
    assert.deepEqual(Object.keys(first), [
      'source_node',
      'node_id',
      'hop',
      'timestamp',
      'stress',
      'voltage_pu',
      'load_pct',
    ]);
    // Of N1 alone so far, over L1 of weight 0.80: 0.195 · 0.8; voltage 1 − 0.1·s, load 70 + 40·s.
    assert.deepEqual([first.source_node, first.hop], ['N1', 1]);
    for (const [value, expected] of [
      [first.stress, 0.156],
      [first.voltage_pu, 0.9844],
      [first.load_pct, 76.24],
    ] as const)
      assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);
    const centrality = stress('centrality').find(
      ({ node_id, timestamp }) => node_id === 'N2' && timestamp === hour(1),
    )!;
    // N2 has three lines: 1 + 0.6 · 3/19
    assert.ok(Math.abs(centrality.stress - 0.156 * (1 + (0.6 * 3) / 19)) < 1e-9);
  });

  it('alerts in the original’s fields when the load stays high, and tells it in the overview', async () => {
    await publishLoads(inbox, 2, [76_000, 76_000, 76_000, 76_000, 76_000, 76_000, 60_000]);
    await until(() => alerts('linear').length > 0, 'an alert');
    const [first] = alerts('linear');
    assert.deepEqual(Object.keys(first!), ['node_id', 'timestamp', 'risk_score', 'level']);
    assert.ok(first!.risk_score >= 0.3 && ['MEDIUM', 'HIGH'].includes(first!.level));
    for (const model of ['linear', 'electrical'])
      await until(
        () => overview(model)?.timeMs === START_MS + 7 * 3_600_000 + 1,
        `the overview of the last full hour by ${model}`,
      );
    assert.equal(overview('linear')!.alerts, alerts('linear').length);
    assert.equal(overview('linear')!.nodes, 20);
    assert.notDeepEqual(overview('linear')!.critical, overview('electrical')!.critical);
  });

  it('takes loads and values at nodes under our names as well', async () => {
    const timeMs = START_MS + 9 * 3_600_000;
    await send('grid_measurements', [
      { timeMs, loadMw: 68_000 },
      { timeMs, nodeId: 'N9', voltagePu: 0.94 },
    ]);
    const isOfN9 = ({ node_id, stress_level }: { node_id: string; stress_level: number }) =>
      node_id === 'N9' && stress_level > 0;
    await until(
      () => inbox.all<{ node_id: string; stress_level: number }>('stress_events').some(isOfN9),
      'stress at N9',
    );
    await send('grid_measurements', { timeMs: timeMs + 1, nodeId: 'N9', voltagePu: 1 });
  });

  it('hands a value that comes too late to late_stress, and counts it', async () => {
    await send('propagated_stress_linear', { source_node: 'N1', node_id: 'N4', timestamp: hour(2), stress: 0.9 });
    await until(
      () => inbox.elements<{ nodeId: string }>('late_stress').some(({ nodeId }) => nodeId === 'N4'),
      'the late value',
    );
    await until(() => overview('linear')!.late === 1, 'the count');
  });

  it('computes anew when a line goes, and as before when it is back', async () => {
    await publishLoads(inbox, 10, [76_000]);
    const before = await stressAt('electrical', hour(10));
    await send('grid_topology_changes', { lineId: 'L4', inService: false });
    // No other load comes: the propagators see it by themselves.
    await until(
      () => Math.abs(stress('electrical').findLast(({ node_id }) => node_id === 'N7')!.stress - before.N7!) > 0.01,
      'another stress',
    );
    await send('grid_topology_changes', '{"lineId": "L4", "inService": true}');
    await until(
      () => stress('electrical').findLast(({ node_id }) => node_id === 'N7')!.stress === before.N7,
      'the stress before',
    );
    await publishLoads(inbox, 11, [76_000]);
    assert.deepEqual(await stressAt('electrical', hour(11)), before);
  });

  it('lives on under hostile messages on every topic', async () => {
    for (const topic of ['grid_measurements', 'stress_events', 'grid_topology_changes', ...TOPICS.slice(3)]) {
      for (const payload of HOSTILE) {
        // The tests' own client reads JSON of all topics but this.
        if (TOPICS.includes(topic) && !isJson(payload)) continue;
        await inbox.client.publishAsync(topic, payload, { qos: 1 });
      }
    }
    await publishLoads(inbox, 12, [76_000, 76_000]);
    assert.ok((await stressAt('linear', hour(13))).N1! > 0.3);
    assert.ok(upstream.isAlive() && downstream.isAlive());
    for (const one of [upstream, downstream]) assert.doesNotMatch(one.output(), /uncaught|unhandled/i);
  });

  it('goes on after a restart: alerts are counted on, a line that is out stays out', async () => {
    await send('grid_topology_changes', { lineId: 'L4', inService: false });
    await publishLoads(inbox, 14, [76_000]);
    const [before, counted] = [await stressAt('electrical', hour(14)), overview('linear')!.alerts];
    await Promise.all([upstream.restart(), downstream.restart()]);
    const answer = () => stress('electrical').find((one) => one.node_id === 'N1' && one.timestamp > hour(14));
    for (let at = 15; !answer(); at++) {
      await publishLoads(inbox, at, [76_000]);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    assert.deepEqual(await stressAt('electrical', answer()!.timestamp), before);
    const told = overview('linear');
    await publishLoads(inbox, 40, [60_000, 60_000]);
    await until(() => overview('linear') !== told, 'an overview after the restart');
    assert.ok(overview('linear')!.alerts >= counted, `${overview('linear')!.alerts} alerts after ${counted}`);
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
