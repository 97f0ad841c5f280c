import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import type { EnergyAggregate, MeterReading, Refusal } from '../../lib/messages';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';

const example = new NodeExample('grid-aggregate');
const load = (settings?: object) => example.load(settings);
const NODE = example.idOf('grid-aggregate');
const HOUR = 3_600_000;

describe('grid aggregate', function () {
  this.timeout(20_000);
  useRuntime();

  function reading(startMs: number, kwh: number): MeterReading {
    const interval = { startMs, lengthMs: HOUR, energyWh: kwh * 1000 };
    const place = { city: 'Northport', district: '101', household: 'H1' };
    return { meterId: 'H1', timeMs: startMs + HOUR, quality: 'good', flags: [], dialect: 'test', ...place, interval };
  }

  it('adds the day of its example up, as the comment there says', async () => {
    await load();
    const aggregates = example.next<EnergyAggregate[]>('aggregates');
    example.press();
    const days = await aggregates;
    assert.deepEqual(
      days.map((a) => [a.level, a.household ?? a.district ?? a.city, a.sumKwh, a.count, a.estimated]),
      [
        ['household', 'H001', 11.34, 24, 0],
        ['household', 'H002', 22.68, 24, 0],
        ['district', '101', 34.02, 48, 0],
        ['household', 'H003', 11.17, 23, 0],
        ['household', 'H004', 5.67, 24, 1],
        ['district', '102', 16.84, 47, 1],
        ['city', 'Northport', 50.86, 95, 1],
      ],
    );
    const { completeness, peakHour, peakKwh, final } = days[6]!;
    assert.deepEqual([completeness, peakHour, peakKwh, final], [95 / 96, '19:00', 5.4, true]);
  });

  it('shows how many districts it knows, and sends the hours of an open day by itself', async () => {
    await example.loadEmpty({ levels: 'city', periods: 'hour\nday', latenessMinutes: '0' });
    const aggregates = example.next<EnergyAggregate[]>('aggregates');
    const startMs = Date.UTC(2026, 4, 4);
    helper.getNode(NODE).receive({ payload: [reading(startMs, 1), reading(startMs + HOUR, 2)] });
    assert.deepEqual(
      (await aggregates).map((a) => [a.level, a.period, a.hour, a.sumKwh, a.final]),
      [
        ['city', 'hour', '00:00', 1, false],
        ['city', 'hour', '01:00', 2, false],
      ],
    );
    assert.deepEqual(await example.shown('1 district'), { fill: 'green', shape: 'dot', text: '1 district' });
  });

  it('keeps an open day over a restart', async () => {
    const startMs = Date.UTC(2026, 4, 4);
    await example.loadEmpty({ openHours: false });
    helper.getNode(NODE).receive({ payload: [reading(startMs, 1)] });
    await helper.getNode(NODE).close(false);
    await helper.unload();
    await load({ openHours: false });
    const aggregates = example.next<EnergyAggregate[]>('aggregates');
    helper.getNode(NODE).receive({ payload: reading(startMs + HOUR, 2) });
    helper.getNode(NODE).receive({ flush: true });
    assert.equal((await aggregates).at(-1)!.sumKwh, 3);
  });

  it('refuses what is no reading and what comes for a closed day', async () => {
    await example.loadEmpty();
    const startMs = Date.UTC(2026, 4, 4);
    const refused = example.next<Refusal[]>('refused');
    helper.getNode(NODE).receive({ payload: [reading(startMs, 1), reading(startMs + 48 * HOUR, 1)] });
    helper.getNode(NODE).receive({ payload: [null, reading(startMs + HOUR, 1)] });
    assert.deepEqual(
      (await refused).map(({ reason }) => reason),
      ['not-a-reading', 'late'],
    );
  });

  it('says which setting is wrong', async () => {
    await load({ periods: ['week'] });
    const { error } = helper.getNode(NODE);
    assert.match(String(error.lastCall.args[0]), /setting "periods" must be JSON: Periods that are added up/);
  });
});
