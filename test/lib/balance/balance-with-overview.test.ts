import assert from 'node:assert/strict';
import { BalanceWithOverview, createFeederBalanceOperator } from '../../../lib/balance';
import type { FeederBalance, MeterReading } from '../../../lib/messages';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 2, 2);

/** A day of a feeder with two homes, by the hour. */
function readingsOfDay(): MeterReading[] {
  const reading = (meterId: string, hour: number, energyWh: number, more: object): MeterReading => ({
    meterId,
    timeMs: START_MS + (hour + 1) * HOUR_MS,
    quality: 'good',
    flags: [],
    dialect: 'test',
    feeder: 'F1',
    interval: { startMs: START_MS + hour * HOUR_MS, lengthMs: HOUR_MS, energyWh },
    ...more,
  });
  return Array.from({ length: 24 }, (_, hour) => [
    reading('H1', hour, 400, { household: 'H1' }),
    reading('H2', hour, 500 + 10 * hour, { household: 'H2' }),
    reading('F1', hour, 920 + 10 * hour, {}),
  ]).flat();
}

const operator = () =>
  new BalanceWithOverview(createFeederBalanceOperator({ windowMinutes: 60, sendWindows: true, timeZone: 'UTC' }));

describe('feeder balances with an overview', () => {
  it('passes balances on as they are, and sends the overview at the next tick, once', () => {
    const made = operator();
    const sent: FeederBalance[] = [];
    const nowMs = START_MS + 25 * HOUR_MS;
    sent.push(...(made.process(readingsOfDay(), nowMs)?.balances ?? []), ...(made.flush()?.balances ?? []));
    const day = sent.find(({ period }) => period === 'day')!;
    assert.equal(day.inWh, 24 * 920 + 10 * 276);
    const { overview } = made.tick()!;
    assert.deepEqual(overview![0]!.feeders[0]!.latest, day);
    assert.equal(made.tick(), undefined);
  });

  it('goes on after a restart where it was, and refuses the state of something else', () => {
    const made = operator();
    made.process(readingsOfDay(), START_MS + 25 * HOUR_MS);
    const restored = operator();
    restored.restore(JSON.parse(JSON.stringify(made.snapshot())));
    assert.deepEqual(restored.tick(), made.tick());
    assert.deepEqual(restored.flush(), made.flush());
    assert.throws(() => restored.restore({ operator: 'theft' }), /not a snapshot of the feeder balances/);
    restored.reset();
    assert.deepEqual(restored.tick()?.overview, [{ feeders: [], feederCount: 0, above: 0 }]);
  });
});
