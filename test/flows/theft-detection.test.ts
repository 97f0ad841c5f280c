import assert from 'node:assert/strict';
import type { FeederOverview } from '../../lib/balance';
import type { TheftCaseList } from '../../lib/cases';
import type { Refusal, TheftCase } from '../../lib/messages';
import type { TheftOverview } from '../../lib/theft/theft-overview';
import { createSimulator } from '../../simulator';
import { type Broker, startBroker } from '../../start/broker';
import { hostileMessages, overMqtt } from '../support/hostile-messages';
import { Inbox, until } from '../support/inbox';
import { type NodeRedWithFlow, startNodeRedWithFlow } from '../support/node-red-with-flow';
import { testPort } from '../support/test-port';
import { tappedTheftFlow } from '../support/theft-flow';

const DAY_MS = 86_400_000;
const DAYS = 5;
/** Shorter than usual, so that a working week of readings is enough. */
const WARM_UP_DAYS = 3;
const HOSTILE = 3000;
/** With this seed the meter of one home of six is bypassed, from early on the fourth day on. */
const SEED = 139;
const THIEF = '301-H005';

describe('the flow Theft detection as shipped, with meters of your own', function () {
  this.timeout(240_000);
  /** Whole days in the past, so that the last one ends before now. */
  const startMs = (Math.floor(Date.now() / DAY_MS) - DAYS - 1) * DAY_MS;
  let broker: Broker;
  let nodeRed: NodeRedWithFlow;
  let inbox: Inbox;

  const overview = () => inbox.last<TheftOverview>('tap/overview');
  const refused = () => inbox.elements<Refusal>('tap/refused');

  before(async () => {
    broker = await startBroker({ host: '127.0.0.1', port: await testPort() });
    process.env.GRIDLOOM_BROKER_URL = broker.url;
    nodeRed = await startNodeRedWithFlow(tappedTheftFlow({ warmUpDays: WARM_UP_DAYS }));
    delete process.env.GRIDLOOM_BROKER_URL;
    inbox = await Inbox.open(broker.url, ['tap/#']);
    // The flow subscribes once its connection stands, which the first refusal shows.
    const knock = setInterval(() => inbox.client.publish('theft/Talheim/301/knock', 'knock'), 200);
    await until(() => refused().length > 0, 'the flow to subscribe').finally(() => clearInterval(knock));
  });
  after(async () => {
    await inbox?.client.endAsync();
    await nodeRed?.stop();
    await broker?.close();
  });

  it(`takes ${HOSTILE} hostile messages without harm, and makes no case of them`, async () => {
    let sent = 0;
    for (const message of hostileMessages(20_260_302)) {
      const packet = overMqtt(message);
      if (!packet || packet.topic.split('/').length > 60) continue;
      await inbox.client.publishAsync(`theft/Talheim/301/${packet.topic.replace(/^\/+/, '')}`, packet.payload, {
        qos: 1,
      });
      if (++sent === HOSTILE) break;
    }
    // The last one is a mark: what came before it has been looked at.
    await inbox.client.publishAsync('theft/Talheim/301/mark', 'the end', { qos: 1 });
    await until(() => refused().some(({ topic }) => topic?.endsWith('/mark')), 'the mark to be refused', 60_000);
    assert.ok(refused().length > HOSTILE * 0.3, `${refused().length} were refused`);
    assert.ok(refused().every(({ reason, remedy }) => reason !== '' && remedy.length > 5));
    assert.ok(nodeRed.isAlive());
    assert.doesNotMatch(nodeRed.output(), /uncaught|unhandled|\[error\]/i);
    assert.deepEqual(
      inbox.all<TheftCaseList>('tap/list').flatMap(({ cases }) => cases),
      [],
    );
  });

  it('makes a case of the one meter that is bypassed, with evidence and what it costs', async () => {
    const began = Date.now();
    const simulator = createSimulator(
      {
        broker: broker.url,
        meters: 6,
        cities: [{ name: 'Talheim', timeZone: 'Europe/Berlin', districts: ['301'] }],
        connections: 'concentrator',
        concentrators: 1,
        topicRoot: 'theft',
        dialects: { gridloom: 1 },
        seed: SEED,
        heavyShare: 0,
        theft: { share: 0.2, kinds: ['partial-bypass-consistent'], severities: [0.8], afterMinutes: 3.1 * 1440 },
        unpaced: true,
      },
      { startMs, durationMs: DAYS * DAY_MS },
    );
    await simulator.start();
    const { sent } = await simulator.finished;
    assert.equal(sent, (DAYS * DAY_MS) / 5000, 'a batch every 5 s');
    const list = () => inbox.last<TheftCaseList>('tap/list');
    await until(() => list()?.cases.some(({ evidence }) => evidence.length > 0), 'a case', 60_000);
    // The day of the theft is judged for all homes a moment after its case is made.
    await until(() => (overview()?.total.days ?? 0) >= 6, 'a judged day of every home', 60_000);
    console.log(`      ${sent * 7} readings in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    assert.deepEqual(
      list()!.cases.map(({ meterId }) => meterId),
      [THIEF],
    );
    const [found] = list()!.cases as [TheftCase];
    assert.equal(found.state, 'open');
    assert.ok(found.likelihood > 0.5, `likelihood ${found.likelihood}`);
    assert.ok(found.firstMs > startMs + WARM_UP_DAYS * DAY_MS);
    assert.ok(found.lostKwh > 0.5, `${found.lostKwh} kWh`);
    assert.equal(found.lostMoney.toFixed(2), (found.lostKwh * 0.3).toFixed(2));
  });

  it('shows it on the overview: meters, days, the theft-like event, nothing else', () => {
    const { meters, total, auditRows } = overview()!;
    console.log(`      ${total.days} judged days, ${total.events} events, ${total.theftLike} theft-like`);
    assert.ok(meters >= 6);
    assert.deepEqual(
      [...new Set(auditRows.filter(({ theftLike }) => theftLike).map(({ meterId }) => meterId))],
      [THIEF],
    );
  });

  it('shows the feeder with the gap of the bypass', () => {
    const { feeders } = inbox.last<FeederOverview>('tap/feeders')!;
    const { latest, trend } = feeders.find(({ latest: { district } }) => district === '301')!;
    assert.equal(latest.period, 'day');
    assert.equal(latest.meters, 6);
    const shares = trend.flatMap(({ gapShare }) => gapShare ?? []);
    console.log(`      gap by day: ${shares.map((share) => `${(100 * share).toFixed(1)} %`).join(', ')}`);
    assert.ok(latest.gapWh > 500, `${latest.gapWh} Wh are missing`);
    assert.doesNotMatch(nodeRed.output(), /uncaught|unhandled|\[error\]/i);
  });
});
