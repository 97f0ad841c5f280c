import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { connectAsync } from 'mqtt';
import { type Broker, startBroker } from '../../start/broker';
import { deploy, getFlows } from '../support/gridloom-process';
import { type HostileMessage, hostileMessages, overMqtt } from '../support/hostile-messages';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { tempFolder } from '../support/temp-folder';
import { testPort } from '../support/test-port';

const SEED = 20260301;
const BY_WIRE = 90_000;
const BY_MQTT = 10_000;
const PIECE = 5_000;
/** Fewer than the names that the messages invent, so that the tables are full and what is forgotten can be seen. */
const METERS = 2_000;
const ROUNDS = 9;
const IN_FLIGHT = 500;

interface Report {
  sent: number;
  missing: number[];
  seen: number;
  withReadings: number;
  withRefusals: number;
  elements: Record<string, number>;
  reasons: Record<string, number>;
  caught: string[];
  prototypeKeys: number;
}

describe('100,000 hostile messages through a real Node-RED', function () {
  this.timeout(60_000);
  const folder = tempFolder();
  let broker: Broker;
  let nodeRed: NodeRedWithFlow;
  let before: number[];
  let measured = 0;
  const heapMb: number[] = [];

  before_(async () => {
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    nodeRed = await startNodeRedWithFlow(flow(broker.port));
    // Valid messages of every dialect first: code that has met them all is slower than code that knows only one.
    const valid = hostileMessages(SEED, 1);
    await play(Array.from({ length: PIECE }, () => valid.next().value as HostileMessage));
    before = await measure();
    heapMb.push(await heap());
  });

  after(async () => {
    await nodeRed?.stop();
    await broker?.close();
  });

  it(`${BY_WIRE.toLocaleString('en')} by wire: each comes out as readings, as refusals or as both`, async () => {
    const { sent: sentBefore } = await probe<Report>('report');
    const messages = hostileMessages(SEED);
    for (let piece = 0; piece < BY_WIRE / PIECE; piece++) {
      await play(Array.from({ length: PIECE }, () => messages.next().value as HostileMessage));
      if ((piece + 1) % (BY_WIRE / PIECE / 3) === 0) heapMb.push(await heap());
    }
    const report = await probe<Report>('report');
    console.log(
      `      ${report.withReadings - sentBefore} gave readings, ${report.withRefusals} refusals:`,
      report.reasons,
    );
    assert.equal(report.sent - sentBefore, BY_WIRE);
    assert.deepEqual(report.missing, []);
    assert.equal(report.seen, report.sent);
    // As many as are left valid pass, so that the barrage is no mere wall of refusals.
    assert.ok(report.withReadings - sentBefore > BY_WIRE * 0.1, `${report.withReadings} gave readings`);
    assert.ok(report.withRefusals > BY_WIRE * 0.3, `${report.withRefusals} gave refusals`);
    assertUnharmed(report);
  });

  it(`${BY_MQTT.toLocaleString('en')} over MQTT, beside connections that break the protocol`, async () => {
    const { seen } = await probe<Report>('report');
    const rogues = rogueConnections(broker.port);
    const client = await connectAsync(broker.url);
    let published = 0;
    let pending: Promise<unknown>[] = [];
    for (const message of hostileMessages(SEED + 1)) {
      const packet = overMqtt(message);
      if (!packet) continue;
      pending.push(client.publishAsync(packet.topic, packet.payload, { qos: 1 }));
      if (++published === BY_MQTT) break;
      if (pending.length === IN_FLIGHT) {
        await Promise.all(pending);
        pending = [];
      }
    }
    await Promise.all(pending);
    const report = await settled(seen + BY_MQTT);
    assert.equal(report.seen - seen, BY_MQTT);
    assertUnharmed(report);
    assert.ok(client.connected);
    await client.endAsync();
    await rogues;
    heapMb.push(await heap());
  });

  it('works on afterwards as it did before, and its state can be read back', async () => {
    const after_ = await measure();
    const ratio = median(after_) / median(before);
    console.log(
      `      readings/s before ${Math.round(median(before))}, after ${Math.round(median(after_))}: ${(100 * ratio).toFixed(0)} %`,
    );
    // Half: medians of rounds on a machine that does other things vary by a third; a table gone bad costs far more.
    assert.ok(ratio > 0.5, `throughput fell to ${(100 * ratio).toFixed(0)} %`);

    const { flows } = await getFlows(nodeRed.url);
    await deploy(nodeRed.url, flows);
    // Node-RED answers before the old nodes are gone, and drops what is still sent to them.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { elements } = await probe<Report>('report');
    await measure(1);
    const report = await probe<Report>('report');
    assert.equal(report.elements.readings! - elements.readings!, 5 * METERS);
    assertUnharmed(report);
  });

  it('the heap does not grow with the number of messages', async () => {
    console.log(`      heap after garbage collection, MB: ${heapMb.map((mb) => mb.toFixed(1)).join(', ')}`);
    const [, first, , last] = heapMb as [number, number, number, number];
    // 60,000 messages lie between the two; what the probe keeps of each (a Map entry) is about 100 bytes.
    assert.ok(last - first < 20, `${first.toFixed(1)} → ${last.toFixed(1)} MB`);
  });

  function assertUnharmed(report: Report): void {
    assert.ok(nodeRed.isAlive());
    assert.deepEqual(report.caught, []);
    assert.equal(report.prototypeKeys, 0);
    const log = nodeRed.output();
    assert.doesNotMatch(log, /uncaught|unhandled|\[error\]|\[warn\] \[grid-/i, log.slice(-2000));
  }

  async function play(messages: HostileMessage[]): Promise<void> {
    const file = join(folder, 'messages');
    writeFileSync(file, serialize(messages.map(({ topic, payload }) => ({ topic, payload }))));
    await probe(`play?file=${encodeURIComponent(file)}`);
  }

  /** Valid readings per second, round by round. */
  async function measure(rounds = ROUNDS): Promise<number[]> {
    const file = join(folder, 'valid');
    if (measured === 0) writeFileSync(file, serialize(validReadings()));
    const query = `file=${encodeURIComponent(file)}&rounds=${rounds}&from=${measured}`;
    measured += rounds;
    return (await probe<{ perSecond: number[] }>(`measure?${query}`)).perSecond;
  }

  async function heap(): Promise<number> {
    return (await probe<{ usedMb: number }>('heap')).usedMb;
  }

  async function settled(seen: number): Promise<Report> {
    for (let tries = 0; ; tries++) {
      const report = await probe<Report>('report');
      if (report.seen >= seen || tries === 50) return report;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async function probe<T>(path: string): Promise<T> {
    const response = await fetch(`${nodeRed.url}probe/${path}`);
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as T;
  }
});

/** Mocha's `before`; the name is taken by the rates measured before. */
function before_(act: () => Promise<void>): void {
  before(act);
}

function flow(brokerPort: number): object[] {
  const z = 'tab';
  const meters = METERS;
  const nodes = [
    { id: z, type: 'tab', label: 'hostile' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      keepalive: '60',
      protocolVersion: '4',
      cleansession: true,
      autoConnect: true,
    },
    { id: 'source', type: 'probe-source', z, wires: [['reading']] },
    {
      id: 'in',
      type: 'mqtt in',
      z,
      topic: '#',
      qos: '1',
      datatype: 'buffer',
      broker: 'broker',
      inputs: 0,
      wires: [['reading']],
    },
    {
      id: 'reading',
      type: 'grid-meter-reading',
      z,
      version: 1,
      timeZone: 'Europe/Berlin',
      maxMeters: meters,
      wires: [
        ['risk', 'monitor', 'readings'],
        ['monitor', 'refused'],
      ],
    },
    { id: 'risk', type: 'grid-threshold-risk', z, version: 1, maximumMeters: meters, wires: [[], ['monitor'], [], []] },
    { id: 'monitor', type: 'grid-reading-monitor', z, version: 1, maximumMeters: meters, wires: [[]] },
    { id: 'readings', type: 'probe-sink', z, role: 'readings', wires: [] },
    { id: 'refused', type: 'probe-sink', z, role: 'refused', wires: [] },
    { id: 'catch', type: 'catch', z, scope: null, uncaught: false, wires: [['caught']] },
    { id: 'caught', type: 'probe-sink', z, role: 'caught', wires: [] },
  ];
  // Without a place on the canvas, Node-RED takes a node for a configuration node.
  return nodes.map((node) => ('z' in node ? { ...node, x: 100, y: 100 } : node));
}

/** One reading a meter: P = V·I·PF, an hour ago, so that later rounds are not ahead of the clock. */
function validReadings(): { topic: string; payload: object }[] {
  const timeMs = Date.now() - 3_600_000;
  return Array.from({ length: METERS }, (_, i) => {
    const currentA = 1 + (i % 40) / 10;
    const payload = {
      meterId: `valid-${i}`,
      timeMs,
      voltageV: 230,
      currentA,
      powerFactor: 0.95,
      activePowerW: 230 * currentA * 0.95,
    };
    return { topic: `gridloom/Northport/${100 + (i % 10)}/valid-${i}`, payload };
  });
}

/** Connections that send anything but MQTT, or MQTT that is not allowed; each must end, by the broker's hand. */
async function rogueConnections(port: number): Promise<void> {
  const hello = Buffer.from('100d00044d51545404020000000161', 'hex');
  const attacks = [
    ...Array.from({ length: 20 }, () => randomBytes(200)),
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    // PUBLISH to the topic "#", then one that announces 256 MB.
    Buffer.concat([hello, Buffer.from('3003000123', 'hex')]),
    Buffer.concat([hello, Buffer.from('30ffffff7f0001', 'hex')]),
  ];
  await Promise.all(
    attacks.map(
      (bytes) =>
        new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
          const patience = setTimeout(() => socket.destroy(), 5_000);
          socket.on('error', () => undefined);
          socket.on('close', () => {
            clearTimeout(patience);
            resolve();
          });
        }),
    ),
  );
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
