import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import type { RiskView } from '../../lib/consumption';
import type { GridAlert } from '../../lib/messages';
import type { MonitorSummary } from '../../lib/monitor';
import { type Broker, startBroker } from '../../start/broker';
import { type System, startSystem } from '../../start/system';
import { deploy, getFlows, ROOT } from '../support/gridloom-process';
import { Inbox, until } from '../support/inbox';
import { PacedMeters } from '../support/paced-meters';
import { LiveFlow } from '../support/seed-user-folder';
import { tempFolder } from '../support/temp-folder';
import { testPort } from '../support/test-port';

const HOST = '127.0.0.1';
const OUTAGE_MS = 1000 * Number(process.env.RESILIENCE_OUTAGE_SECONDS ?? 5);
/** 500 readings a second. */
const METERS = 50;
const INTERVAL_MS = 100;
const HEAVY = 5;
/** Node-RED's mqtt nodes try again every so often by default, and a little more to connect. */
const RECONNECT_MS = 20_000;

describe('the live flow under load, when things go wrong', function () {
  this.timeout(60_000 + OUTAGE_MS);
  let system: System;
  let broker: Broker;
  let inbox: Inbox;
  let client: MqttClient;
  let meters: PacedMeters;
  let log = '';
  let exited = false;

  before(async () => {
    const userDir = tempFolder();
    const flow = new LiveFlow(ROOT);
    Object.assign(flow.node('grid-threshold-risk'), { raiseAfterSeconds: '2' });
    flow.tap('grid-reading-monitor', 0, 'tap/summary');
    flow.tap('grid-threshold-risk', 3, 'tap/overview');
    flow.seed(userDir);
    const editorPort = await testPort();
    const brokerPort = await testPort();
    const output = (text: string) => {
      log += text;
    };
    system = await startSystem(ROOT, { host: HOST, editorPort, brokerPort, userDir }, () => undefined, output);
    system.nodeRed.onExit = () => {
      exited = true;
    };
    broker = system.broker!;
    inbox = await Inbox.open(system.brokerUrl, ['tap/#', 'gridloom-alerts']);
    await until(() => inbox.last('tap/summary'), 'the first summary');
    client = await connectAsync(system.brokerUrl, { reconnectPeriod: 500 });
    meters = new PacedMeters(client, { meters: METERS, intervalMs: INTERVAL_MS, heavy: HEAVY });
    meters.start();
    await until(() => summary().readings > 0 && overview()?.alarmCount === HEAVY, 'the alarms of the heavy meters');
  });

  after(async () => {
    meters?.stop();
    await client?.endAsync(true);
    await inbox?.client.endAsync(true);
    await system?.nodeRed.stop();
    await broker?.close();
  });

  for (const type of ['nodes', 'full'] as const) {
    it(`goes on over a deploy (${type}): nothing forgotten, no alarm raised again`, async () => {
      const readings = summary().readings;
      const alarms = overview()!.alarms;
      const { flows } = await getFlows(system.editorUrl);
      const renamed = flows.map((node) =>
        /^grid-/.test(String(node.type)) ? { ...node, name: `after deploying ${type}` } : node,
      );
      const overviews = inbox.all('tap/overview').length;
      await deploy(system.editorUrl, renamed, type);
      await until(() => summary().readings > readings + METERS * 20, 'two seconds of readings', RECONNECT_MS);
      await until(() => inbox.all('tap/overview').length > overviews, 'an overview');
      assert.equal(summary().meters, METERS);
      assert.deepEqual(overview()!.alarms, alarms);
      assertSound();
    });
  }

  it(`comes back by itself after ${OUTAGE_MS / 1000} s without a broker, and says how many readings are missing`, async () => {
    const before = { summary: summary(), dropped: meters.dropped };
    await broker.close();
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    broker = await startBroker({ host: HOST, port: broker.port });
    const backMs = Date.now();
    await until(() => summary().readings > before.summary.readings + METERS, 'readings', RECONNECT_MS);
    const awayMs = Date.now() - backMs;
    // Longer than a gap is noticed late: it is the reading after it that shows it.
    await until(() => summary().readings > before.summary.readings + METERS * 20, 'readings of two seconds');
    await settle();
    const missed = summary().missedReadings - before.summary.missedReadings;
    const dropped = meters.dropped - before.dropped;
    console.log(
      `      readings again ${awayMs} ms after the broker; missed ${missed}, of them dropped by the meters ${dropped}`,
    );
    assert.ok(missed >= dropped - METERS, `the meters dropped ${dropped}`);
    assertSound();
  });

  it('what came and what is said to be missing is what was due', async () => {
    const { readings, missedReadings } = summary();
    assert.ok(
      Math.abs(readings + missedReadings - meters.due) <= METERS,
      `${readings} came, ${missedReadings} missed, ${meters.due} were due`,
    );
    assert.deepEqual(summary().refused, {});
  });

  /** Ends the load and waits until the monitor has counted the last of it. */
  async function settle(): Promise<void> {
    meters.stop();
    let last = -1;
    while (summary().readings !== last) {
      last = summary().readings;
      const summaries = inbox.all('tap/summary').length;
      await until(() => inbox.all('tap/summary').length > summaries + 1, 'two summaries');
    }
  }

  function assertSound(): void {
    assert.equal(exited, false);
    assert.doesNotMatch(log, /uncaught|unhandled|\[error\] \[grid-/i);
    const raised = inbox
      .elements<GridAlert>('gridloom-alerts')
      .filter(({ state, scope }) => scope === 'meter' && state === 'raised')
      .map(({ subject }) => subject);
    assert.deepEqual(raised.sort(), ['R000', 'R001', 'R002', 'R003', 'R004']);
  }

  const summary = () => inbox.last<MonitorSummary>('tap/summary')!;
  const overview = () => inbox.last<RiskView>('tap/overview');
});
