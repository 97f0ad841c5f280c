import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { createSimulator, type Publisher } from '../../simulator';
import { TestBroker, until } from './broker';

const DAY_MS = 86_400_000;

describe('a start in the past', function () {
  this.timeout(20_000);
  let broker: TestBroker;
  let publisher: Publisher | undefined;

  afterEach(async () => {
    await publisher?.stop();
    await broker.vanish();
  });

  const timesOf = () =>
    broker.readings.map(({ payload }) => (JSON.parse(payload.toString()) as { timeMs: number }).timeMs);

  for (const unpaced of [false, true]) {
    it(`catches up ${unpaced ? 'as fast as the broker takes it' : 'at its speed'}, without a gap, and goes on in step with the clock`, async () => {
      broker = await TestBroker.start();
      const days = 0.003;
      publisher = createSimulator({
        broker: broker.url,
        meters: 1,
        feederMeters: false,
        intervalSeconds: 1,
        dialects: { gridloom: 1 },
        startDaysAgo: days,
        speed: 500,
        unpaced,
      });
      const beganMs = Date.now();
      await publisher.start();
      await until('the present is reached', () => (timesOf().at(-1) ?? 0) > beganMs);
      const tookMs = Date.now() - beganMs;
      // 259 s at 500 a second; unpaced, the broker alone is the limit.
      if (!unpaced) assert.ok(tookMs > 500, `${tookMs} ms`);
      const count = timesOf().length;
      await until('three more', () => timesOf().length >= count + 3);
      assert.ok(Date.now() - beganMs - tookMs > 1700, 'a second apart from now on');
      const times = timesOf();
      assert.ok(Math.abs(times[0]! - (beganMs - days * DAY_MS)) < 4000);
      for (let at = 1; at < times.length; at++) assert.equal(times[at]! - times[at - 1]!, 1000);
      assert.ok(times.at(-1)! <= Date.now());
      assert.equal(publisher.counts().missed, 0);
    });
  }

  it('is in the present at once without it', async () => {
    broker = await TestBroker.start();
    publisher = createSimulator({
      broker: broker.url,
      meters: 1,
      feederMeters: false,
      intervalSeconds: 1,
      dialects: { gridloom: 1 },
    });
    await publisher.start();
    await until('a reading', () => broker.readings.length > 0);
    assert.ok(Math.abs(timesOf()[0]! - Date.now()) < 3000);
  });
});
