import assert from 'node:assert/strict';
import { Value } from '@sinclair/typebox/value';
import fc from 'fast-check';
import type { MeterReading, Refusal } from '../../../lib/messages';
import { ArrivalRate } from '../../../lib/monitor/arrival-rate';
import { bucketWidthMs } from '../../../lib/monitor/load-curve';
import { MonitorSummary } from '../../../lib/monitor/monitor-summary';
import { createReadingMonitor, type ReadingMonitor } from '../../../lib/monitor/reading-monitor';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-05-04T10:00:00Z');

const power = (meterId: string, timeMs: number, kw: number, more: Partial<MeterReading> = {}): MeterReading => ({
  meterId,
  timeMs,
  activePowerW: kw * 1000,
  quality: 'good',
  flags: [],
  dialect: 'test',
  city: 'Madrid',
  ...more,
});
const refusal = (reason: string, more: Partial<Refusal> = {}): Refusal => ({
  reason,
  message: '',
  remedy: 'mend it',
  original: 1,
  ...more,
});

/** The summary, which always fits its schema and survives JSON. */
function summaryOf(monitor: ReadingMonitor, nowMs: number): MonitorSummary {
  const [summary] = monitor.tick(nowMs).summary!;
  assert.deepEqual([...Value.Errors(MonitorSummary, summary)], []);
  assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
  return summary!;
}
/** The curve without the buckets before its first value, as [seconds since the start, kW]. */
const drawn = ({ curve }: MonitorSummary, kw = curve.totalKw) =>
  kw.flatMap((value, i) => (value === null ? [] : [[(curve.startMs! + i * curve.bucketMs - START) / SECOND, value]]));

describe('reading monitor', function () {
  // Property tests take longer on a busy machine.
  this.timeout(20_000);
  it('counts readings, meters, flags and refusals', () => {
    const monitor = createReadingMonitor();
    monitor.process(
      [
        power('a', START, 1),
        power('b', START, 1, { flags: ['late', 'frozen'] }),
        power('a', START, 1, { flags: ['duplicate', 'late'] }),
        refusal('clock-not-set', { meterId: 'a' }),
        refusal('late'),
        refusal('late'),
        null,
        { meterId: 'x' },
        { timeMs: 5 },
        { meterId: 'x', timeMs: Number.NaN },
      ] as MeterReading[],
      START,
    );
    const summary = summaryOf(monitor, START);
    assert.equal(summary.readings, 3);
    assert.equal(summary.meters, 2);
    assert.deepEqual(summary.flagged, { duplicate: 1, frozen: 1, late: 2 });
    assert.deepEqual(summary.refused, { 'clock-not-set': 1, late: 2, 'not-a-reading': 4 });
    assert.equal(summary.eventTimeMs, START);
  });

  it('keeps the number of reasons bounded and loses no refusal', () => {
    const monitor = createReadingMonitor();
    for (let i = 0; i < 1000; i++) monitor.process([refusal(`reason ${i}`)], START);
    const { refused } = summaryOf(monitor, START);
    assert.equal(Object.keys(refused).length, 51);
    assert.equal(
      Object.values(refused).reduce((a, b) => a + b, 0),
      1000,
    );
  });

  it('tells the readings a second of the last 10 s by arrival', () => {
    const monitor = createReadingMonitor();
    for (let s = 0; s < 60; s++) monitor.process(Array(50).fill(power('a', START, 1)), START + s * SECOND);
    assert.equal(summaryOf(monitor, START + 59 * SECOND).readingsPerSecond, 50);
    assert.equal(summaryOf(monitor, START + 64 * SECOND).readingsPerSecond, 25);
    assert.equal(summaryOf(monitor, START + 80 * SECOND).readingsPerSecond, 0);
    assert.equal(summaryOf(createReadingMonitor(), START).readingsPerSecond, 0);
  });

  it('divides by the time since the first arrival in the first ten seconds', () => {
    const rate = new ArrivalRate();
    rate.add(START, 10);
    assert.equal(rate.perSecond(START), 10);
    rate.add(START + 4 * SECOND, 10);
    assert.equal(rate.perSecond(START + 4 * SECOND), 5);
    rate.add(START + SECOND, 10); // a clock that goes back
    assert.equal(rate.perSecond(START + 4 * SECOND), 7.5);
  });

  it('lists the meters that are silent longest, by arrival', () => {
    const monitor = createReadingMonitor({ silentAfterSeconds: 60 });
    for (let i = 0; i < 30; i++) monitor.process([power(`m${i}`, START + 99 * MINUTE, 1)], START + i * SECOND);
    assert.equal(summaryOf(monitor, START + 59.9 * SECOND).metersSilent, 0);
    const some = summaryOf(monitor, START + 61 * SECOND);
    assert.deepEqual(some.silent, [
      { meterId: 'm0', lastSeenMs: START },
      { meterId: 'm1', lastSeenMs: START + SECOND },
    ]);
    const all = summaryOf(monitor, START + 200 * SECOND);
    assert.deepEqual([all.metersSilent, all.silent.length, all.meters], [30, 20, 30]);
    monitor.process([power('m0', START, 1)], START + 200 * SECOND);
    assert.equal(summaryOf(monitor, START + 201 * SECOND).metersSilent, 29);
  });

  it('estimates the readings that are missing between others of a regular meter', () => {
    const missed = (seconds: number[]) => {
      const monitor = createReadingMonitor();
      for (const s of seconds) monitor.process([power('a', START + s * SECOND, 1)], START + HOURS_LATER);
      return summaryOf(monitor, START).missedReadings;
    };
    const HOURS_LATER = 10 * 60 * MINUTE;
    assert.equal(missed([0, 10, 20, 30, 40, 50]), 0);
    assert.equal(missed([0, 10, 20, 30, 50, 60]), 1);
    assert.equal(missed([0, 10, 20, 30, 90, 100, 120]), 6);
    assert.equal(missed([0, 9, 20, 31, 40, 61, 70]), 1, 'with jitter');
    assert.equal(missed([0, 10, 20, 50]), 0, 'not known yet');
    assert.equal(missed([0, 3, 50, 51, 90, 200, 203]), 0, 'reports on change');
    assert.equal(missed([0, 10, 20, 30, 90, 150, 210, 270, 330]), 15, 'became slower: three intervals are counted');
    assert.equal(missed([0, 10, 20, 30, 25, 30, 40]), 0, 'out of order and repeated');
  });

  it('draws the mean power of each meter in a bucket, summed', () => {
    const monitor = createReadingMonitor();
    monitor.process(
      [power('a', START, 1), power('a', START + 4 * SECOND, 2), power('b', START + SECOND, 10, { city: 'Lima' })],
      START,
    );
    const summary = summaryOf(monitor, START);
    assert.equal(summary.curve.bucketMs, 5 * SECOND);
    assert.deepEqual(drawn(summary), [[0, 11.5]]);
    assert.deepEqual(
      summary.curve.cities.map((c) => [c.city, drawn(summary, c.kw)]),
      [
        ['Lima', [[0, 10]]],
        ['Madrid', [[0, 1.5]]],
      ],
    );
    assert.equal(summary.curve.totalKw.length, 360);
  });

  it('holds the last value of a meter that is slower than a bucket, up to the gap', () => {
    const monitor = createReadingMonitor({ maximumGapMinutes: 1 });
    monitor.process([power('a', START, 1), power('fast', START + 20 * SECOND, 5)], START);
    assert.deepEqual(drawn(summaryOf(monitor, START)), [
      [0, 1],
      [5, 1],
      [10, 1],
      [15, 1],
      [20, 6],
    ]);
    monitor.process([power('a', START + 20 * SECOND, 3)], START + MINUTE);
    assert.deepEqual(drawn(summaryOf(monitor, START)), [
      [0, 1],
      [5, 1],
      [10, 1],
      [15, 1],
      [20, 8],
    ]);
    monitor.process([power('a', START + 5 * MINUTE, 2)], START + 5 * MINUTE);
    const later = drawn(summaryOf(monitor, START));
    assert.deepEqual(later.at(-1), [300, 2]);
    assert.deepEqual(later.at(-2), [80, 8], 'a minute after the last value nothing is drawn');
  });

  it('spreads the energy of an interval evenly', () => {
    const monitor = createReadingMonitor();
    const interval = { startMs: START, lengthMs: 15 * SECOND, energyWh: 10 };
    monitor.process([power('a', START + 15 * SECOND, 0, { activePowerW: undefined, interval })], START + MINUTE);
    assert.deepEqual(drawn(summaryOf(monitor, START)), [
      [0, 2.4],
      [5, 2.4],
      [10, 2.4],
    ]);
  });

  for (const [what, more, timeMs] of [
    ['feeder meters', { feeder: 'F1' }, START],
    ['duplicates', { flags: ['duplicate'] }, START],
    ['suspect readings', { quality: 'suspect' }, START],
    ['readings far ahead of the clock', {}, START + 61 * MINUTE],
    ['readings without power', { activePowerW: undefined }, START],
    ['power that is no number', { activePowerW: Number.NaN }, START],
  ] as [string, Partial<MeterReading>, number][]) {
    it(`does not draw ${what}`, () => {
      const monitor = createReadingMonitor();
      monitor.process([power('a', timeMs, 7, more)], START);
      const summary = summaryOf(monitor, START);
      assert.deepEqual(drawn(summary), []);
      assert.equal(summary.readings, 1);
    });
  }

  it('draws a household that names its feeder', () => {
    const monitor = createReadingMonitor();
    monitor.process([power('a', START, 7, { feeder: 'F1', household: 'H1' })], START);
    assert.deepEqual(drawn(summaryOf(monitor, START)), [[0, 7]]);
  });

  it('shows any span in at most 500 points, and forgets what is older', () => {
    for (const minutes of [1, 5, 30, 60, 240, 1440, 10_080]) {
      const width = bucketWidthMs(minutes * MINUTE);
      assert.ok((minutes * MINUTE) / width <= 500);
      assert.ok(minutes < 10 || (minutes * MINUTE) / width >= 150, `${minutes} min has too few points`);
    }
    const monitor = createReadingMonitor({ spanMinutes: 1, maximumGapMinutes: 1 });
    monitor.process([power('a', START, 1), power('a', START + 10 * MINUTE, 2)], START + 10 * MINUTE);
    const { curve } = summaryOf(monitor, START);
    assert.deepEqual([curve.totalKw.length, curve.startMs], [60, START + 9 * MINUTE + SECOND]);
    monitor.process([power('a', START + 601 * SECOND, 2), power('a', START + 11 * MINUTE, 3)], START + 11 * MINUTE);
    assert.deepEqual(drawn(summaryOf(monitor, START)).at(-1), [660, 3], 'the place of 600 s is used again');
    monitor.process([power('b', START, 9)], START + 10 * MINUTE);
    assert.deepEqual(summaryOf(monitor, START).curve.totalKw.at(-1), 3);
  });

  it('draws at most 32 cities, and every one in the total', () => {
    const monitor = createReadingMonitor();
    for (let i = 0; i < 40; i++) monitor.process([power(`m${i}`, START, 1, { city: `c${i}` })], START);
    const summary = summaryOf(monitor, START);
    assert.equal(summary.curve.cities.length, 32);
    assert.deepEqual(drawn(summary), [[0, 40]]);
  });

  it('keeps no more meters than the maximum, and draws what the forgotten ones had said', () => {
    const monitor = createReadingMonitor({ maximumMeters: 10 });
    for (let i = 0; i < 1000; i++) monitor.process([power(`m${i}`, START, 1)], START);
    const summary = summaryOf(monitor, START);
    assert.deepEqual([summary.meters, summary.evictedMeters, monitor.snapshot().meters.length], [10, 990, 10]);
    assert.deepEqual(drawn(summary), [[0, 1000]]);
  });

  const element = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .record({
          m: fc.nat(6),
          at: fc.nat(400),
          kw: fc.integer({ min: -50, max: 400 }),
          how: fc.nat(9),
          late: fc.nat(20),
        })
        .map(({ m, at, kw, how, late }) => {
          const timeMs = START + (at - late) * SECOND;
          const interval = { startMs: timeMs - 30 * SECOND, lengthMs: 30 * SECOND, energyWh: kw };
          const more = how === 0 ? { activePowerW: undefined, interval } : how === 1 ? { feeder: 'F' } : {};
          return power(`m${m}`, timeMs, kw / 100, {
            city: ['Madrid', 'Lima', undefined][m % 3],
            ...more,
            flags: how === 2 ? ['late'] : [],
          });
        }),
    },
    { weight: 1, arbitrary: fc.constant(refusal('late')) },
  );

  it('continues from a snapshot as if nothing had happened, to the byte', () => {
    fc.assert(
      fc.property(fc.array(element, { maxLength: 150 }), fc.nat(150), (elements, cut) => {
        const make = () =>
          createReadingMonitor({ maximumMeters: 5, spanMinutes: 3, maximumGapMinutes: 1, silentAfterSeconds: 5 });
        const [whole, first, second] = [make(), make(), make()];
        const step = (monitor: ReadingMonitor, i: number) => {
          monitor.process([elements[i]!], START + i * 300);
          return JSON.stringify(monitor.tick(START + i * 300));
        };
        for (let i = 0; i < Math.min(cut, elements.length); i++) assert.equal(step(first, i), step(whole, i));
        second.restore(JSON.parse(JSON.stringify(first.snapshot())));
        first.process([power('other', START, 1)], START);
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
        for (let i = cut; i < elements.length; i++) assert.equal(step(second, i), step(whole, i));
        assert.equal(JSON.stringify(second.snapshot()), JSON.stringify(whole.snapshot()));
      }),
      { seed: 67, numRuns: 150 },
    );
  });

  it('begins a new curve when the span is another one after a restart', () => {
    const monitor = createReadingMonitor();
    monitor.process([power('a', START, 1)], START);
    const other = createReadingMonitor({ spanMinutes: 60 });
    other.restore(monitor.snapshot());
    const summary = summaryOf(other, START);
    assert.deepEqual([summary.readings, drawn(summary)], [1, []]);
    other.process([power('a', START, 1)], START);
    assert.deepEqual(drawn(summaryOf(other, START)), [[0, 1]]);
  });

  it('says what is wrong with settings and snapshots', () => {
    assert.throws(() => createReadingMonitor({ spanMinutes: 0 }), /spanMinutes/);
    assert.throws(() => createReadingMonitor().restore({}), /not a snapshot of the reading monitor/);
  });
});
