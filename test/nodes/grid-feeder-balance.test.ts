import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { FeederBalance, MeterReading, Refusal } from '../../lib/messages';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-feeder-balance');
const NODE = example.idOf('grid-feeder-balance');
const HOUR = 3_600_000;
const START = Date.UTC(2026, 4, 4);

describe('grid feeder balance', function () {
  this.timeout(20_000);
  useRuntime();

  /** Hours of a feeder meter that counts 1,000 Wh and a home that counts `homeWh`. */
  function hours(from: number, to: number, homeWh: number): MeterReading[] {
    return Array.from({ length: to - from }, (_, i) => {
      const startMs = START + (from + i) * HOUR;
      const common = { timeMs: startMs + HOUR, quality: 'good' as const, flags: [], dialect: 'test', feeder: 'F1' };
      const of = (energyWh: number) => ({ interval: { startMs, lengthMs: HOUR, energyWh } });
      return [
        { ...common, meterId: 'F1', ...of(1000) },
        { ...common, meterId: 'H1', household: 'H1', ...of(homeWh) },
      ];
    }).flat();
  }

  const hourly = { windowMinutes: 60, latenessMinutes: '60' };

  it('names the meter of its example that counts half, as the comment there says', async () => {
    await example.load();
    const balances = example.next<FeederBalance[]>('balances');
    example.press();
    const [day] = await balances;
    assert.equal(day!.state, 'complete');
    assert.deepEqual(
      day!.explainedBy.map(({ meterId }) => meterId),
      ['H003'],
    );
    const { lostShare, confidence, lostWh } = day!.explainedBy[0]!;
    assert.ok(Math.abs(lostShare - 0.5) < 0.02, `lost share ${lostShare}`);
    assert.ok(confidence > 0.999);
    assert.ok(Math.abs(lostWh / day!.gapWh - 1) < 0.05, `${lostWh} of ${day!.gapWh} Wh`);
  });

  it('keeps an open day over a restart, and shows how many feeders lie above', async () => {
    await example.loadEmpty(hourly);
    helper.getNode(NODE).receive({ payload: hours(0, 12, 800) });
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await example.load(hourly);
    const balances = example.next<FeederBalance[]>('balances');
    helper.getNode(NODE).receive({ payload: hours(12, 24, 800) });
    helper.getNode(NODE).receive({ flush: true });
    const [day] = await balances;
    // Up to 6 % of 24 kWh are loss as long as nothing is learned.
    assert.deepEqual([day!.inWh, day!.metersWh, day!.lossWh, day!.gapWh], [24_000, 19_200, 1440, 3360]);
    assert.equal(day!.isAbove, true);
    assert.deepEqual(await example.shown('1 of 1 feeder'), { fill: 'red', shape: 'dot', text: '1 of 1 feeder' });
  });

  it('sends windows when it is told to', async () => {
    await example.loadEmpty({ ...hourly, sendWindows: true });
    const balances = example.next<FeederBalance[]>('balances');
    helper.getNode(NODE).receive({ payload: hours(0, 5, 990) });
    assert.deepEqual(
      (await balances).map(({ period, startMs, inWh }) => [period, (startMs - START) / HOUR, inWh]),
      [0, 1, 2, 3].map((hour) => ['window', hour, 1000]),
    );
  });

  it('refuses what is no reading and what comes too late', async () => {
    await example.loadEmpty(hourly);
    const refused = example.next<Refusal[]>('refused');
    helper.getNode(NODE).receive({ payload: hours(0, 10, 990) });
    helper.getNode(NODE).receive({ payload: ['x', ...hours(1, 2, 990)] });
    assert.deepEqual(
      (await refused).map(({ reason }) => reason),
      ['not-a-reading', 'late', 'late'],
    );
  });

  it('says which setting is wrong', async () => {
    await example.load({ windowMinutes: 7 });
    const { error } = helper.getNode(NODE);
    assert.match(String(error.lastCall.args[0]), /windowMinutes: 7 is none of 5, 10, 15, 30, 60/);
  });
});
