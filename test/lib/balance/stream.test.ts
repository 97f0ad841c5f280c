import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import { bytesPerMeter, createFeederBalanceOperator, FeederBalanceSettings } from '../../../lib/balance';
import { type FeederBalance, type MeterReading, Refusal } from '../../../lib/messages';
import { HOSTILE } from './hostile';
import { DAY, HOUR, interval, MINUTE, register, START } from './readings';
import { bypass, feederReadings } from './simulated-feeder';

const LATER = START + 400 * DAY;
const QUARTERS = { windowMinutes: 15, latenessMinutes: 60, sendWindows: true };

/** Two days of quarters of a feeder and three homes, by time. */
function quarters(): MeterReading[] {
  return Array.from({ length: 192 }, (_, q) => {
    const startMs = START + q * 15 * MINUTE;
    const homes = ['H1', 'H2', 'H3'].map((id, k) =>
      interval(id, startMs, 15 * MINUTE, 100 + ((q * (k + 3)) % 17) * 10.1),
    );
    const inWh = homes.reduce((sum, { interval: i }) => sum + i!.energyWh, 0) * 1.03;
    return [...homes, interval('F1', startMs, 15 * MINUTE, inWh)];
  }).flat();
}

function run(batches: MeterReading[][], settings: Partial<FeederBalanceSettings>): FeederBalance[] {
  const operator = createFeederBalanceOperator(settings);
  const out = batches.flatMap((batch) => operator.process(batch, LATER)?.balances ?? []);
  return [...out, ...(operator.flush()?.balances ?? [])];
}

describe('feeder balance as a stream', function () {
  this.timeout(120_000);

  it('does not depend on the order of readings within the lateness, nor on batches', () => {
    const readings = quarters();
    const expected = JSON.stringify(run([readings], QUARTERS));
    const jitter = fc.array(fc.nat(50 * MINUTE), { minLength: readings.length, maxLength: readings.length });
    fc.assert(
      fc.property(jitter, fc.integer({ min: 1, max: 50 }), (delays, size) => {
        const order = readings.map((reading, i) => ({ reading, at: reading.timeMs + delays[i]! }));
        order.sort((a, b) => a.at - b.at);
        const batches: MeterReading[][] = [];
        for (let i = 0; i < order.length; i += size)
          batches.push(order.slice(i, i + size).map(({ reading }) => reading));
        assert.equal(JSON.stringify(run(batches, QUARTERS)), expected);
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  it('in − meters = loss + gap in every balance, and days are the sums of their complete windows', () => {
    const balances = run([quarters()], QUARTERS);
    assert.ok(balances.length > 190);
    for (const { inWh, metersWh, lossWh, gapWh } of balances)
      assert.ok(Math.abs(inWh - metersWh - lossWh - gapWh) < 0.01);
    const windows = balances.filter(({ period, startMs }) => period === 'window' && startMs < START + DAY);
    const [day] = balances.filter(({ period }) => period === 'day');
    const sum = windows.reduce((total, { inWh }) => total + inWh, 0);
    assert.ok(Math.abs(day!.inWh - sum) < 0.1);
  });

  it('goes on exactly where a snapshot was taken', () => {
    const stream = [
      ...feederReadings({
        seed: 5,
        startMs: START,
        days: 6,
        homes: 12,
        stepMs: 10 * MINUTE,
        thefts: new Map([[3, bypass(0.5, 4)]]),
      }),
    ];
    const whole = createFeederBalanceOperator({ sendWindows: true });
    let halved = createFeederBalanceOperator({ sendWindows: true });
    for (const [i, { timeMs, readings }] of stream.entries()) {
      assert.deepEqual(halved.process(readings, timeMs), whole.process(readings, timeMs));
      if (i % 97 !== 50) continue;
      const snapshot = JSON.parse(JSON.stringify(halved.snapshot()));
      halved = createFeederBalanceOperator({ sendWindows: true });
      halved.restore(snapshot);
      assert.deepEqual(halved.snapshot(), snapshot);
    }
    assert.deepEqual(halved.flush(), whole.flush());
    const other = createFeederBalanceOperator({ windowMinutes: 30 });
    assert.throws(() => other.restore(whole.snapshot()), /windowMinutes 10, not 30/);
    assert.throws(() => other.restore({ operator: 'vee' }), /not a snapshot/);
  });

  it('refuses hostile input with a reason, and never throws', () => {
    const operator = createFeederBalanceOperator(QUARTERS);
    operator.process(quarters().slice(0, 100), LATER);
    for (const hostile of HOSTILE) {
      const refused = operator.process([hostile as MeterReading], LATER)?.refused ?? [];
      assert.equal(refused.length, 1, JSON.stringify(hostile));
      assert.ok(Value.Check(Refusal, refused[0]), JSON.stringify(refused[0]));
    }
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.anything(),
            fc.record(
              {
                meterId: fc.constantFrom('H1', 'F1'),
                timeMs: fc.anything(),
                feeder: fc.anything(),
                importWh: fc.anything(),
                interval: fc.anything(),
                flags: fc.anything(),
                quality: fc.anything(),
                cues: fc.anything(),
                theftLike: fc.anything(),
                startMs: fc.double(),
              },
              { requiredKeys: ['meterId'] },
            ),
          ),
        ),
        (batch) => {
          operator.process(batch as MeterReading[], LATER);
          operator.tick();
        },
      ),
      { seed: 4, numRuns: 500 },
    );
    JSON.stringify(operator.snapshot());
  });

  it('keeps within its bounds, and says what it forgot', () => {
    const operator = createFeederBalanceOperator({ maximumMeters: 10, maximumFeeders: 3 });
    for (let i = 0; i < 100; i++) {
      operator.process([{ ...register(`M${i}`, START, 1), feeder: `F${i % 7}` }], LATER);
    }
    assert.ok(operator.meterCount <= 10 && operator.feederCount <= 3);
    const refused = operator.tick()!.refused!.map(({ reason, message }) => `${reason}: ${message.split(' ')[0]}`);
    assert.equal(refused.length, 1);
    assert.match(refused[0]!, /feeders-evicted: 97/);
  });

  it('counts readings of meters without a feeder', () => {
    const operator = createFeederBalanceOperator();
    const { feeder: _, ...reading } = register('M1', START, 1);
    assert.equal(operator.process([reading, reading], LATER), undefined);
    assert.match(
      operator.tick()!.refused![0]!.message,
      /2 readings of meters whose feeder is not known, the first of M1/,
    );
    assert.equal(operator.tick(), undefined);
  });

  it('passes over years of silence in one step', () => {
    const operator = createFeederBalanceOperator(QUARTERS);
    operator.process([register('H1', HOUR, 1), register('F1', HOUR, 1)], LATER);
    const { balances } = operator.process([register('H1', START, 2), register('F1', START, 2)], LATER)!;
    assert.deepEqual(
      balances!.map(({ period, startMs }) => [period, startMs]),
      [
        ['window', HOUR],
        ['window', HOUR + 15 * MINUTE],
        ['day', 0],
      ],
    );
  });

  it('a meter that names another feeder moves', () => {
    const operator = createFeederBalanceOperator({ windowMinutes: 60, latenessMinutes: 60 });
    const moved = [0, 1, 2, 3].map((hour) => ({ ...interval('H1', START + hour * HOUR, HOUR, 1), feeder: 'F2' }));
    operator.process([interval('H1', START - HOUR, HOUR, 1), ...moved], LATER);
    assert.deepEqual([operator.meterCount, operator.feederCount], [1, 2]);
  });

  it('names every setting that is wrong', () => {
    assert.throws(
      () => createFeederBalanceOperator({ windowMinutes: 4, warmUpDays: 0 }),
      /windowMinutes: .*; warmUpDays/,
    );
    assert.throws(
      () => createFeederBalanceOperator({ windowMinutes: 7 }),
      /windowMinutes: 7 is none of 5, 10, 15, 30, 60/,
    );
    assert.throws(() => createFeederBalanceOperator({ timeZone: 'Mars/Olympus' }), /Mars\/Olympus/);
  });

  it('takes less than 5 kB a meter with the defaults', () => {
    assert.ok(bytesPerMeter(Value.Default(FeederBalanceSettings, {}) as FeederBalanceSettings) < 5000);
  });
});
