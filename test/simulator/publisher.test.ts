import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { get } from 'sparkplug-payload';
import { createSimulator, type Publisher, type SimulatorInput, type SimulatorOptions } from '../../simulator';
import { TestBroker, until } from './broker';

const { encodePayload, decodePayload } = get('spBv1.0')!;
const START_MS = Date.UTC(2026, 0, 14, 17);
const BACKOFF = { backoffMs: [20, 40] as const };

describe('publisher', function () {
  this.timeout(15_000);
  let broker: TestBroker;
  const publishers: Publisher[] = [];
  const rejections: unknown[] = [];
  const remember = (reason: unknown) => rejections.push(reason);

  beforeEach(async () => {
    broker = await TestBroker.start();
    process.on('unhandledRejection', remember);
  });

  afterEach(async () => {
    await Promise.all(publishers.splice(0).map((publisher) => publisher.stop()));
    await broker.vanish();
    process.off('unhandledRejection', remember);
    assert.deepEqual(rejections.splice(0), []);
  });

  function make(input: SimulatorInput, options: SimulatorOptions = {}): Publisher {
    const publisher = createSimulator({ broker: broker.url, ...input }, { startMs: START_MS, ...BACKOFF, ...options });
    publishers.push(publisher);
    return publisher;
  }

  for (const qos of [0, 1] as const) {
    it(`QoS ${qos}: everything that is acknowledged is received, in all dialects`, async () => {
      const run = make(
        { meters: 60, unpaced: true, qos, faults: { late: 0.05, duplicate: 0.05 } },
        { durationMs: 60_000 },
      );
      await run.start();
      const counts = await run.finished;
      assert.equal(counts.steps, 12);
      assert.ok(counts.sent > 60 * 12);
      assert.equal(counts.acknowledged, counts.sent);
      assert.deepEqual([counts.failed, counts.missed, counts.reconnects, counts.connected], [0, 0, 0, 0]);
      assert.equal(counts.connections, run.counts().connections);
      assert.equal(broker.readings.length, counts.sent);
    });
  }

  it('a connection a meter, an edge node for Sparkplug; online at first, offline at the end', async () => {
    const run = make({ meters: 20, unpaced: true, feederMeters: false }, { durationMs: 5000 });
    await run.start();
    await run.finished;
    const statuses = broker.received.filter(({ topic }) => topic.endsWith('/status'));
    const own = statuses.filter(({ topic }) => topic === 'gridloom/Valdora/101/101-H001/status');
    assert.deepEqual(
      own.map(({ payload, retain }) => [payload.toString(), retain]),
      [
        ['online', true],
        ['offline', true],
      ],
    );
    const clients = new Set(broker.received.map(({ clientId }) => clientId));
    assert.ok(clients.has('gridloom-1-101-H001'));
  });

  it('concentrators carry many meters each', async () => {
    const input = { meters: 120, connections: 'concentrator', concentrators: 12, dialects: { gridloom: 1 } } as const;
    const run = make({ ...input, unpaced: true }, { durationMs: 10_000 });
    await run.start();
    const counts = await run.finished;
    assert.equal(counts.connections, 12);
    const readings = broker.readings.flatMap(({ payload }) => JSON.parse(payload.toString()) as unknown[]);
    assert.equal(readings.length, 2 * (120 + 6));
  });

  it('a last will is delivered when a connection breaks, and the connection comes back', async () => {
    const run = make({ meters: 4, dialects: { gridloom: 1, sparkplug: 1 }, intervalSeconds: 1, seed: 5 });
    await run.start();
    await until('all are online', () => run.counts().connected === run.counts().connections);
    broker.cutAll();
    await until('the wills are out', () => {
      const gone = broker.received.filter(
        ({ topic, payload }) => payload.toString() === 'offline' || topic.includes('/NDEATH/'),
      );
      return gone.length === run.counts().connections;
    });
    await until('all are back', () => run.counts().reconnects === run.counts().connections);
  });

  it('a broker that is away costs readings that fall due meanwhile, and nothing else', async () => {
    const run = make({ meters: 12, speed: 100, dialects: { gridloom: 1 }, seed: 3 });
    await run.start();
    await until('readings flow', () => broker.readings.length > 50);
    await broker.vanish();
    await until('readings are missed', () => run.counts().missed > 50);
    await broker.listen();
    await until('all are back', () => run.counts().connected === run.counts().connections);
    const before = broker.readings.length;
    await until('readings flow again', () => broker.readings.length > before + 50);
    const counts = await run.stop();
    assert.equal(counts.reconnects, counts.connections);
    assert.equal(counts.acknowledged + counts.failed, counts.sent);
    assert.equal(counts.failed, 0);
    assert.ok(broker.readings.length >= counts.acknowledged);
  });

  it('an edge node that comes back gives its births first, with the session number of its will', async () => {
    const run = make({ meters: 12, speed: 100, dialects: { sparkplug: 1 }, feederMeters: false });
    await run.start();
    await until('data flow', () => broker.readings.length > 100);
    await broker.vanish();
    await until('readings are missed', () => run.counts().missed > 100);
    const before = broker.received.length;
    await broker.listen();
    await until('data flow again', () => broker.received.length > before + 100);
    broker.cutAll();
    const since = () => broker.received.slice(before);
    const deaths = () => since().filter(({ topic }) => topic.includes('/NDEATH/'));
    await until('all wills are out', () => deaths().length >= run.counts().connections);
    for (const id of ['edge-Valdora-101', 'edge-Lindhafen-203']) {
      const [, city, district] = id.split('-');
      const later = since().filter(({ topic }) => topic.match(`/${city}/.*/${district}`));
      const sessionOf = ({ payload }: { payload: Buffer }) =>
        Number(decodePayload(payload).metrics!.find(({ name }) => name === 'bdSeq')!.value);
      assert.match(later[0]!.topic, /NBIRTH/);
      assert.match(later[1]!.topic, /DBIRTH/);
      assert.equal(sessionOf(later[0]!), 1);
      assert.equal(sessionOf(later.find(({ topic }) => topic.includes('/NDEATH/'))!), 1);
    }
  });

  it('what is in flight at QoS 1 when the broker goes is sent again', async () => {
    const run = make({ meters: 6, speed: 100, dialects: { gridloom: 1 } });
    await run.start();
    await until('readings flow', () => broker.readings.length > 20);
    broker.freeze();
    await until('some are in flight', () => run.counts().inFlight > 10);
    const stuck = run.counts().sent;
    await broker.vanish();
    broker.thaw();
    const before = broker.readings.length;
    await broker.listen();
    await until('they are acknowledged', () => run.counts().acknowledged >= stuck);
    assert.ok(broker.readings.length > before);
    assert.equal(run.counts().failed, 0);
  });

  it('a broker that acknowledges nothing holds the simulation back at the window', async () => {
    const run = make({ meters: 50, unpaced: true, dialects: { gridloom: 1 } }, { maxInFlight: 40 });
    await run.start();
    broker.freeze();
    await until('the window is full', () => run.counts().inFlight >= 40);
    // Acknowledgements from before the freeze may still be on their way.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await until('the window is full again', () => run.counts().inFlight >= 40);
    const { sent, steps } = run.counts();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.deepEqual([run.counts().sent, run.counts().steps], [sent, steps]);
    assert.ok(run.counts().inFlight <= 40);
    broker.thaw();
    await until('it goes on', () => run.counts().sent > sent + 200);
  });

  it('keeps pace: simulated time runs at its speed', async () => {
    const run = make({ meters: 10, speed: 200, dialects: { gridloom: 1 }, feederMeters: false });
    await run.start();
    const began = Date.now();
    await until('300 simulated seconds are over', () => run.counts().steps >= 61);
    const seconds = (Date.now() - began) / 1000;
    assert.ok(seconds > 1.4 && seconds < 2.5, `${seconds} s`);
  });

  it('live readings carry the time of the clock, on multiples of the interval', async () => {
    const publisher = createSimulator(
      { broker: broker.url, meters: 3, intervalSeconds: 1, dialects: { gridloom: 1 }, feederMeters: false },
      BACKOFF,
    );
    publishers.push(publisher);
    await publisher.start();
    await until('readings come', () => broker.readings.length >= 6);
    for (const { payload } of broker.readings) {
      const { timeMs } = JSON.parse(payload.toString()) as { timeMs: number };
      assert.equal(timeMs % 1000, 0);
      assert.ok(Math.abs(Date.now() - timeMs) < 5000);
    }
  });

  it('answers a rebirth command of Sparkplug with birth certificates', async () => {
    const run = make({ meters: 6, speed: 20, dialects: { sparkplug: 1 }, feederMeters: false });
    await run.start();
    const births = () => broker.readings.filter(({ topic }) => topic.includes('/NBIRTH/101')).length;
    await until('the node is born', () => births() === 1);
    const { connectAsync } = await import('mqtt');
    const host = await connectAsync(broker.url);
    const metrics = [{ name: 'Node Control/Rebirth', type: 'Boolean' as const, value: true }];
    await host.publishAsync('spBv1.0/Valdora/NCMD/101', Buffer.from(encodePayload({ metrics })), { qos: 1 });
    await until('it is born again', () => births() === 2);
    await host.endAsync();
  });

  it('stops cleanly: nothing in flight, no connection left, and a second stop is the same', async () => {
    const run = make({ meters: 30, speed: 100 });
    await run.start();
    await until('readings flow', () => broker.readings.length > 100);
    const counts = await run.stop();
    assert.equal(counts.acknowledged, counts.sent);
    assert.equal(await run.stop(), counts);
    assert.equal(await run.finished, counts);
    const { length } = broker.received;
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(broker.received.length, length);
  });

  it('says which broker does not answer, or waits for it', async () => {
    const port = broker.port;
    await broker.vanish();
    const refused = make({ meters: 5 });
    await assert.rejects(
      refused.start(),
      new RegExp(`broker mqtt://127.0.0.1:${port} can't be reached \\(connect ECONNREFUSED .*\\): check that`),
    );
    const patient = make({ meters: 5, speed: 100 }, { waitForBroker: true });
    const started = patient.start();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await broker.listen();
    await started;
    await until('readings flow', () => broker.readings.length > 10);
    broker.refuseUsers();
    await assert.rejects(
      make({ meters: 5, username: 'ann', password: 'wrong' }).start(),
      /refuses the user \(.*\): check user name and password/,
    );
    assert.throws(() => make({ broker: 'localhost:1883' }), /write it as mqtt:\/\/host:1883/);
  });
});
