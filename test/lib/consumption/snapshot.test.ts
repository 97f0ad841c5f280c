import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createThresholdRiskOperator } from '../../../lib/consumption/threshold-risk-operator';
import type { ThresholdRiskSettings } from '../../../lib/consumption/threshold-risk-settings';
import { FLAGS, type MeterReading } from '../../../lib/messages';
import { reading } from './readings';

const HOUR = 3_600_000;
const NOW = Date.UTC(2027, 0);
const START = Date.parse('2026-10-24T20:00:00Z');
const settings: Partial<ThresholdRiskSettings> = {
  timeZone: 'Europe/Berlin',
  latenessMinutes: 60,
  raiseAfterSeconds: 600,
  clearAfterSeconds: 600,
  citySharePercent: 50,
  maximumMeters: 6,
};

/** Anything the operator may get: readings of all kinds, in and out of order, commands, ticks. */
const anyReading: fc.Arbitrary<MeterReading> = fc
  .record({
    meter: fc.nat(8),
    at: fc.nat(40 * 60),
    jitter: fc.integer({ min: -90, max: 0 }),
    kw: fc.integer({ min: 0, max: 400 }).map((n) => n / 100),
    kind: fc.constantFrom('power', 'power', 'register', 'interval', 'all'),
    quality: fc.constantFrom('good', 'good', 'good', 'estimated', 'suspect', 'missing'),
    flag: fc.option(fc.constantFrom(...FLAGS), { freq: 3 }),
    district: fc.constantFrom('101', '102', '103', undefined),
    feeder: fc.option(fc.constant('F1'), { freq: 2 }),
  })
  .map(({ meter, at, jitter, kw, kind, quality, flag, district, feeder }) => {
    const timeMs = START + (at + jitter) * 60_000;
    const value = (name: string) => kind === name || kind === 'all';
    return reading(`m${meter}`, timeMs, {
      ...(value('power') ? { activePowerW: kw * 1000 } : {}),
      ...(value('register') ? { importWh: Math.round(1e6 + at * 20 + kw * 10) } : {}),
      ...(value('interval') ? { interval: { startMs: timeMs - HOUR, lengthMs: HOUR, energyWh: kw * 1000 } } : {}),
      quality: quality as 'good',
      flags: flag ? [flag] : [],
      city: meter % 2 ? 'Madrid' : 'Lima',
      district,
      household: meter === 3 ? undefined : `H${meter}`,
      ...(feeder ? { feeder } : {}),
    });
  });
const command = fc.constantFrom<unknown>(
  { thresholds: [{ city: 'Madrid', kwh: 0.5 }] },
  { thresholds: [{ meter: 'm1', kwh: 2 }] },
  { acknowledge: 'threshold/meter/m1', by: 'Ana' },
  { acknowledge: 'threshold/district/Madrid/101', by: 'Ben' },
  { city: 'Lima', date: '2026-10-25', districts: [{ district_id: '102', threshold: 0.4 }], critical_hours: ['02:00'] },
  null,
);
type Step = MeterReading | 'tick' | 'flush' | unknown;
/** Times go forward on the whole, so that days open and close. */
const stream = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: anyReading },
      { weight: 1, arbitrary: command },
      { weight: 3, arbitrary: fc.constant('tick') },
    ),
    {
      maxLength: 120,
    },
  )
  .map((steps): Step[] => {
    const readings = steps.filter((s): s is MeterReading => typeof s === 'object' && s !== null && 'meterId' in s);
    const inTime = [...readings].sort((a, b) => a.timeMs - b.timeMs);
    return steps.map((s) => (readings.includes(s as MeterReading) ? inTime.shift() : s));
  });

type Risk = ReturnType<typeof createThresholdRiskOperator>;
const doStep = (operator: Risk, step: Step): string =>
  JSON.stringify((step === 'tick' ? operator.tick() : operator.process([step as MeterReading], NOW)) ?? null);

describe('threshold-risk operator', function () {
  // Property tests take longer on a busy machine.
  this.timeout(20_000);
  it('continues from a snapshot as if nothing had happened, to the byte', () => {
    fc.assert(
      fc.property(stream, fc.nat(120), (steps, cut) => {
        const whole = createThresholdRiskOperator(settings);
        const first = createThresholdRiskOperator(settings);
        const second = createThresholdRiskOperator(settings);
        for (const step of steps.slice(0, cut)) assert.equal(doStep(first, step), doStep(whole, step));
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        first.flush();
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
        for (const step of [...steps.slice(cut), 'tick']) assert.equal(doStep(second, step), doStep(whole, step));
        assert.equal(JSON.stringify(second.view()), JSON.stringify(whole.view()));
        assert.equal(JSON.stringify(second.flush()), JSON.stringify(whole.flush()));
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
      }),
      { seed: 53, numRuns: 120 },
    );
  });

  it('gives the same bytes when it is run again after a reset, in any batches', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 30 }), (steps, size) => {
        const batch = steps.filter((s) => s !== 'tick') as MeterReading[];
        const operator = createThresholdRiskOperator(settings);
        const outs = (n: number) => {
          const found = { alerts: [] as unknown[], refused: [] as unknown[], districts: [] as unknown[] };
          for (let i = 0; i < batch.length; i += n) {
            const out = operator.process(batch.slice(i, i + n), NOW);
            for (const port of ['alerts', 'refused', 'districts'] as const) found[port].push(...(out?.[port] ?? []));
          }
          return JSON.stringify([found, operator.flush() ?? null]);
        };
        const once = outs(1);
        operator.reset();
        assert.equal(outs(size), once);
      }),
      { seed: 59, numRuns: 100 },
    );
  });

  it('changes every alarm in turn: raised, perhaps acknowledged, cleared', () => {
    fc.assert(
      fc.property(stream, (steps) => {
        const operator = createThresholdRiskOperator({ ...settings, raiseAfterSeconds: 0, clearAfterSeconds: 0 });
        const open = new Map<string, string>();
        for (const step of steps) {
          const out = step === 'tick' ? operator.tick() : operator.process([step as MeterReading], NOW);
          for (const { alarmId, state, timeMs, raisedMs } of out?.alerts ?? []) {
            const before = open.get(alarmId);
            if (state === 'raised') assert.equal(before, undefined);
            if (state === 'acknowledged') assert.equal(before, 'raised');
            if (state === 'cleared') assert.ok(before);
            assert.ok(timeMs >= raisedMs);
            if (state === 'cleared') open.delete(alarmId);
            else open.set(alarmId, state);
          }
          assert.equal(operator.view().alarmCount, open.size);
        }
      }),
      { seed: 61, numRuns: 200 },
    );
  });

  it('keeps no more meters than the maximum, and says how many it forgot', () => {
    const operator = createThresholdRiskOperator({ maximumMeters: 10 });
    for (let i = 0; i < 1000; i++)
      operator.process([reading(`m${i}`, START + i, { activePowerW: 1, district: `d${i}`, city: `c${i}` })], NOW);
    const state = operator.snapshot();
    assert.equal(state.meters.length, 10);
    assert.equal(state.districts.length, 10);
    assert.equal(operator.view().evictedMeters, 990);
    const refused = operator.tick()?.refused;
    assert.deepEqual(
      refused?.map((r) => r.reason),
      ['meters-evicted'],
    );
    assert.match(refused![0]!.message, /^990 meters/);
    assert.equal(operator.tick(), undefined);
  });

  it('forgets the meter that was silent longest', () => {
    const operator = createThresholdRiskOperator({ maximumMeters: 2 });
    for (const meter of ['a', 'b', 'a', 'c']) operator.process([reading(meter, START)], NOW);
    assert.deepEqual(
      operator.snapshot().meters.map(([id]) => id),
      ['a', 'c'],
    );
  });

  it('gives the place of a forgotten meter to another one without its energy', () => {
    const operator = createThresholdRiskOperator({ maximumMeters: 1 });
    const of = (meter: string, energyWh: number) =>
      reading(meter, START + HOUR, { interval: { startMs: START, lengthMs: HOUR, energyWh }, household: meter });
    const out = operator.process([of('a', 1000), of('b', 3000)], NOW);
    assert.equal(out?.refused?.length, 0);
    const [risk] = operator.flush()!.districts!;
    assert.deepEqual([risk!.rows, risk!.averageKwh], [1, 3]);
  });

  it('has room for many meters, and takes a snapshot into a smaller maximum', () => {
    const operator = createThresholdRiskOperator();
    const batch = [...Array(3000).keys()].map((i) =>
      reading(`m${i}`, START, { activePowerW: 2000, household: `H${i}` }),
    );
    operator.process(batch, NOW);
    operator.process(
      batch.map((r) => ({ ...r, timeMs: START + 60_000 })),
      NOW,
    );
    assert.equal(operator.view().alarmCount, 3000);
    assert.equal(operator.view().alarms.length, 100);
    const small = createThresholdRiskOperator({ maximumMeters: 5 });
    small.restore(operator.snapshot());
    assert.equal(small.view().meters, 5);
    assert.equal(small.view().alarmCount, 5);
    assert.equal(small.view().evictedMeters, 2995);
    assert.equal(small.tick()?.alerts?.filter((a) => a.state === 'cleared').length, 2995);
    assert.equal(operator.flush()?.districts?.[0]?.households, 3000);
  });

  it('says that a snapshot is not one of its own, and keeps its state', () => {
    const operator = createThresholdRiskOperator();
    operator.process([reading('m', START)], NOW);
    for (const state of [null, 3, {}, { operator: 'other' }]) {
      assert.throws(() => operator.restore(state), /not a snapshot of the threshold-risk operator/);
    }
    assert.equal(operator.view().meters, 1);
  });
});
