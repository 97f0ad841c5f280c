import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backtest, DayAhead, type LoadDays, loadDays, noHolidays } from '../../../lib/forecast';
import { TimeZone } from '../../../lib/stream/local-time';

const HOUR_MS = 3_600_000;
const zone = new TimeZone('UTC');
const START_MS = Date.parse('2018-01-01T00:00Z');

/** A history from 1 January 2018, a Monday. */
const historyOf = (days: number, load: (hour: number) => number): LoadDays =>
  loadDays(
    Array.from({ length: days * 24 }, (_, k) => ({ timeMs: START_MS + k * HOUR_MS, loadMw: load(k) })),
    zone,
  );
const ahead = (history: LoadDays, leadHours = 0) => new DayAhead(history, { holidays: noHolidays, leadHours });
const next = (history: LoadDays, leadHours = 0) => ahead(history, leadHours).forecast(history.firstDay + history.days);
/** A load that no rule tells, the same for the same seed. */
const noisy = (seed: number) => (hour: number) =>
  1000 + 200 * Math.sin(hour / 4) + 50 * Math.sin(hour * (12.9898 + seed)) + (hour % 168 > 120 ? -150 : 0);
const near = (actual: number | null, expected: number, off = 1e-9) =>
  assert.ok(Math.abs(actual! / expected - 1) < off, `${actual} is not ${expected}`);

describe('day-ahead forecast', () => {
  it('tells a constant load as constant, with a band of no width', () => {
    const { method, hours, date, issuedMs } = next(historyOf(40, () => 123));
    assert.equal(method, 'regression');
    assert.equal(date, '2018-02-10');
    assert.equal(issuedMs, Date.parse('2018-02-10T00:00Z'));
    assert.equal(hours.length, 24);
    for (const { p10Mw, p50Mw, p90Mw } of hours) for (const value of [p10Mw, p50Mw, p90Mw]) near(value, 123);
  });

  it('learns hours and days of the week', () => {
    const load = (hour: number) => 100 + (hour % 24) - (Math.floor(hour / 24) % 7 === 6 ? 30 : 0);
    const history = historyOf(104, load);
    for (const [hour, { p50Mw }] of next(history).hours.entries()) near(p50Mw, load(104 * 24 + hour), 0.01);
  });

  it('takes a holiday as a Sunday when it has never seen one', () => {
    const load = (hour: number) => (Math.floor(hour / 24) % 7 === 6 ? 70 : 100);
    const history = historyOf(100, load);
    const holidays = (date: string) => (date === '2018-04-11' ? 1 : 0);
    const { hours } = new DayAhead(history, { holidays, leadHours: 0 }).forecast(history.firstDay + history.days);
    for (const { p50Mw } of hours) near(p50Mw, 70, 0.05);
  });

  it('scales with the load, and is the same each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (seed, factor) => {
        const [one, again] = [next(historyOf(36, noisy(seed))), next(historyOf(36, noisy(seed)))];
        assert.deepEqual(one, again);
        const scaled = next(historyOf(36, (hour) => factor * noisy(seed)(hour)));
        for (const [k, hour] of one.hours.entries()) {
          near(scaled.hours[k]!.p50Mw, factor * hour.p50Mw, 1e-7);
          near(scaled.hours[k]!.p10Mw, factor * hour.p10Mw!, 1e-7);
          assert.ok(hour.p10Mw! <= hour.p50Mw && hour.p50Mw <= hour.p90Mw!);
        }
      }),
      { seed: 8, numRuns: 5 },
    );
  });

  for (const leadHours of [0, 9, 14, 23]) {
    it(`looks at no hour after an issue ${leadHours} hours before the day`, () => {
      const day = 40;
      const issue = day * 24 - leadHours;
      const history = historyOf(45, noisy(1));
      const other = historyOf(45, (hour) => noisy(1)(hour) * (hour < issue ? 1 : 3));
      const told = (table: LoadDays) => ahead(table, leadHours).forecast(table.firstDay + day);
      assert.deepEqual(told(other), told(history));
      // And it does look at the last one before.
      const changed = historyOf(45, (hour) => noisy(1)(hour) * (hour === issue - 1 ? 1.2 : 1));
      assert.notDeepEqual(told(changed), told(history));
    });
  }

  it('falls back on the week before, and on the day before, and says why', () => {
    const week = next(historyOf(20, (hour) => 100 + hour));
    assert.equal(week.method, 'naive-168');
    assert.match(week.reason!, /fewer than 28 whole days/);
    assert.equal(week.hours[5]!.p50Mw, 100 + 13 * 24 + 5);
    const day = next(historyOf(3, (hour) => 100 + hour));
    assert.equal(day.method, 'naive-24');
    assert.equal(day.hours[5]!.p50Mw, 100 + 2 * 24 + 5);
    assert.match(day.reason!, /week before/);
    assert.equal(next(historyOf(1, () => 5)).hours[0]!.p10Mw, null);
    // At 10:00 of the day before, 09:00 is known and 10:00 is not.
    const early = next(
      historyOf(3, (hour) => 100 + hour),
      14,
    );
    assert.equal(early.hours[9]!.p50Mw, 100 + 2 * 24 + 9);
    assert.equal(early.hours[10]!.p50Mw, 100 + 24 + 10);
  });

  it('refuses what it can not tell', () => {
    const history = historyOf(3, () => 5);
    assert.throws(() => ahead(history).forecast(history.firstDay), /give a longer history/);
    assert.throws(() => ahead(history).forecast(history.firstDay + 4), /give a longer history/);
    assert.throws(() => ahead(history, 24), /from 0 to 23/);
  });
});

describe('backtest of forecasts', () => {
  it('is the hand-computed error of fallbacks', () => {
    // 100, 110, 121 … MW from day to day: the day before is 1/11 too low.
    const history = historyOf(5, (hour) => 100 * 1.1 ** Math.floor(hour / 24));
    const report = backtest(history, ahead(history), 3);
    near(report.mapePercent, 100 / 11);
    near(report.naive24MapePercent, 100 / 11);
    near(report.maeMw, (11 + 12.1 + 13.31) / 3);
    assert.equal(report.naive168MapePercent, null);
    assert.deepEqual(report.methods, { 'naive-24': 3 });
    assert.deepEqual([report.days, report.from, report.to], [3, '2018-01-03', '2018-01-05']);
  });

  it('does without an unfinished day, and refuses a history of one', () => {
    const loads = Array.from({ length: 54 }, (_, k) => ({ timeMs: START_MS + k * HOUR_MS, loadMw: 5 }));
    const history = loadDays(loads, zone);
    assert.equal(backtest(history, ahead(history), 9).to, '2018-01-02');
    const short = historyOf(1, () => 5);
    assert.throws(() => backtest(short, ahead(short), 9), /two days or more/);
  });
});
