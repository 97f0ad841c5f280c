import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import {
  backtest,
  DayAhead,
  forecastWork,
  LiveForecast,
  type LiveSettings,
  loadDays,
  noHolidays,
} from '../../../lib/forecast';
import type { StartWork } from '../../../lib/forecast/forecast-thread';
import { PartedSnapshot } from '../../../lib/messages';
import { TimeZone } from '../../../lib/stream/local-time';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse('2018-01-01T00:00Z');
const SETTINGS: LiveSettings = { timeZone: 'UTC', country: '', issueHour: 0 };
const iso = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16);

/** Without a thread: what it does, a little later. */
const inline: StartWork = (task, progress) => {
  let cancel: () => void;
  const result = new Promise<ReturnType<typeof forecastWork>>((resolve, reject) => {
    cancel = () => reject(new Error('cancelled'));
    void setImmediate()
      .then(() => resolve(forecastWork(task, noHolidays, progress)))
      .catch(reject);
  });
  return { result, cancel: async () => cancel() };
};
const operatorOf = (settings: Partial<LiveSettings> = {}, waits = false) =>
  new LiveForecast({ ...SETTINGS, ...settings }, waits, inline);
const load = (k: number) => 1000 + 200 * Math.sin(k / 4) + 50 * Math.sin(k * 13) + (k % 168 > 120 ? -150 : 0);
/** Hourly loads from hour `from` after 1 January 2018 to before hour `to`. */
const loads = (from: number, to: number, startMs = START_MS) =>
  Array.from({ length: to - from }, (_, k) => ({ timeMs: startMs + (from + k) * HOUR_MS, loadMw: load(from + k) }));

describe('forecast of a stream', function () {
  // A busy machine takes a while to train.
  this.timeout(20_000);

  it('is that of the history itself, byte for byte, and has been trained on as many days', async () => {
    const { forecast } = await operatorOf().process(loads(0, 30 * 24), 0);
    const history = loadDays(loads(0, 30 * 24), new TimeZone('UTC'));
    const direct = new DayAhead(history, { holidays: noHolidays, leadHours: 0 }).forecast(history.firstDay + 30);
    const { timeZone, trainingDays, ...rest } = forecast![0]!;
    assert.equal(JSON.stringify(rest), JSON.stringify(direct));
    assert.deepEqual([forecast!.length, timeZone, trainingDays, rest.date], [1, 'UTC', 30, '2018-01-31']);
  });

  it('is issued at its hour, knows nothing of later loads, and gets what is measured hour by hour', async () => {
    const operator = operatorOf({ issueHour: 14 });
    const [first] = (await operator.process(loads(0, 30 * 24 + 13), 0)).forecast!;
    // Before 14:00 the newest one is that of the running day, issued at 14:00 of the day before.
    assert.deepEqual([first!.date, iso(first!.issuedMs)], ['2018-01-31', '2018-01-30T14:00']);
    assert.deepEqual(first!.hours.filter(({ actualMw }) => actualMw === undefined).length, 11);
    const { forecast } = await operator.process(loads(30 * 24 + 13, 30 * 24 + 14), 0);
    const [running, next] = forecast!;
    assert.equal(running!.hours[13]!.actualMw, load(30 * 24 + 13));
    assert.deepEqual(
      [running!.date, next!.date, iso(next!.issuedMs)],
      ['2018-01-31', '2018-02-01', '2018-01-31T14:00'],
    );
    const history = loadDays(loads(0, 31 * 24), new TimeZone('UTC'));
    const direct = new DayAhead(history, { holidays: noHolidays, leadHours: 10 }).forecast(history.firstDay + 31);
    assert.deepEqual(next!.hours, direct.hours);
  });

  it('tells each hour that is over once, by its mean', async () => {
    const operator = operatorOf();
    const quarters = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, k) => ({
        timeMs: START_MS + (from + k) * 900_000,
        loadMw: 300 + from + k - 192,
      }));
    await operator.process(quarters(0, 192), 0);
    const told: number[][] = [];
    for (let quarter = 192; quarter < 204; quarter++) {
      const { forecast } = await operator.process(quarters(quarter, quarter + 1), 0);
      for (const { hours, date } of forecast ?? [])
        if (date === '2018-01-03') told.push(hours.flatMap(({ actualMw }) => actualMw ?? []));
    }
    assert.deepEqual(told, [[301.5], [301.5, 305.5], [301.5, 305.5, 309.5]]);
  });

  it('goes by the clock when loads stay away, and says what is missing', async () => {
    const operator = operatorOf();
    await operator.process(loads(0, 30 * 24 - 2), 0);
    const midnightMs = START_MS + 30 * DAY_MS;
    assert.equal(await operator.tick(midnightMs + 14 * 60_000), undefined);
    const [forecast] = (await operator.tick(midnightMs + 15 * 60_000))!.forecast!;
    assert.deepEqual([forecast!.date, iso(forecast!.issuedMs)], ['2018-01-31', '2018-01-30T22:00']);
    assert.equal(forecast!.reason, 'the last 2 hours before the issue are missing');
    // Two days later there is nothing to forecast from, and a replay of long ago has no clock.
    assert.equal(await operator.tick(midnightMs + 20 * HOUR_MS), undefined);
    assert.equal(operator.state.kind, 'issued');
    assert.equal(await operator.tick(midnightMs + 40 * HOUR_MS), undefined);
    assert.equal(operator.state.kind, 'short');
    assert.equal(await operator.tick(midnightMs + 400 * DAY_MS), undefined);
  });

  it('falls back visibly, and forecasts the day again when a history comes later', async () => {
    const operator = operatorOf();
    assert.equal(operator.state.kind, 'empty');
    await operator.process(loads(29 * 24, 29 * 24 + 20), 0);
    assert.equal(operator.state.kind, 'short');
    const [naive] = (await operator.process(loads(29 * 24 + 20, 30 * 24), 0)).forecast!;
    assert.deepEqual([naive!.method, naive!.trainingDays], ['naive-24', 1]);
    assert.match(naive!.reason!, /week before/);
    const [better] = (await operator.process(loads(0, 29 * 24), 0)).forecast!;
    assert.deepEqual([better!.method, better!.date, better!.reason], ['regression', naive!.date, undefined]);
  });

  it('waits for a history that is read, and lets what came in meanwhile stand', async () => {
    const operator = operatorOf({}, true);
    assert.deepEqual((await operator.process([{ timeMs: START_MS + 30 * DAY_MS, loadMw: 7 }], 0)).forecast, []);
    assert.equal(operator.state.kind, 'reading');
    operator.prime([...loads(0, 30 * 24 + 1), { timeMs: START_MS, loadMw: Number.NaN }], 0);
    const [forecast] = (await operator.tick(0))!.forecast!;
    assert.deepEqual([forecast!.method, forecast!.hours[0]!.actualMw], ['regression', 7]);
  });

  it('refuses what is no load, with its reason', async () => {
    const operator = operatorOf();
    await operator.process(loads(0, 24), START_MS);
    const wrong = [
      null,
      [],
      { loadMw: 1 },
      { timeMs: 1.5, loadMw: 1 },
      { timeMs: START_MS, nodeId: 'N1', voltagePu: 1 },
      { timeMs: START_MS, loadMw: 0 },
      { timeMs: START_MS, loadMw: '7' },
      { timeMs: START_MS, loadMw: 7 },
      { timeMs: 0, loadMw: 7 },
      { timeMs: START_MS + 400 * DAY_MS, loadMw: 7 },
      { backtest: true, days: 0 },
      { backtest: 'yes' },
    ];
    const { refused } = await operator.process(wrong, START_MS);
    assert.deepEqual(
      refused!.map(({ reason }) => reason),
      [
        ...[
          'not-a-load',
          'not-a-load',
          'no-time',
          'no-time',
          'no-load',
          'not-above-zero',
          'not-above-zero',
          'repeated',
        ],
        ...['too-old', 'far-ahead', 'bad-request', 'bad-request'],
      ],
    );
    assert.deepEqual(
      refused!.map(({ original }) => original),
      wrong,
    );
  });

  it('goes on after a restart as if there had been none', async () => {
    const restarted = async (operator: LiveForecast, settings = {}) => {
      const { head, parts } = await operator.snapshot();
      const [first, ...rest] = JSON.parse(JSON.stringify([head, ...parts]));
      const again = operatorOf(settings);
      again.restore(new PartedSnapshot(first, rest));
      return again;
    };
    const one = operatorOf();
    await one.process(loads(0, 30 * 24 + 3), 0);
    const other = await restarted(one);
    const [more, then] = [loads(30 * 24 + 3, 30 * 24 + 5), loads(30 * 24 + 5, 31 * 24)];
    assert.deepEqual(await other.process(more, 0), await one.process(more, 0));
    assert.deepEqual(await other.process(then, 0), await one.process(then, 0));
    assert.deepEqual((await (await restarted(one)).tick(0))!.forecast, (await one.flush()).forecast);
    // With another hour of issue there is another forecast.
    const [changed] = (await (await restarted(one, { issueHour: 6 })).tick(0))!.forecast!;
    assert.equal(iso(changed!.issuedMs), '2018-01-31T06:00');
    assert.throws(() => operatorOf().restore({}), /no state of a load forecast/);
  });

  it('tests itself as the command does, once at a time, and is cancelled by reset', async () => {
    const operator = operatorOf();
    const request = { backtest: true, days: 5 };
    assert.equal((await operator.process([request], 0)).refused![0]!.reason, 'short-history');
    await operator.process(loads(0, 30 * 24), 0);
    const [answer, busy] = await Promise.all([operator.process([request], 0), operator.process([request], 0)]);
    const history = loadDays(loads(0, 30 * 24), new TimeZone('UTC'));
    const direct = backtest(history, new DayAhead(history, { holidays: noHolidays, leadHours: 0 }), 5);
    assert.deepEqual([answer.backtest, busy.backtest], [[direct], []]);
    assert.deepEqual(
      busy.refused!.map(({ reason }) => reason),
      ['busy'],
    );
    const cancelled = operator.process([request], 0);
    assert.equal(operator.state.kind, 'testing');
    await operator.reset();
    assert.deepEqual((await cancelled).backtest, []);
    assert.equal(operator.state.kind, 'empty');
  });

  it('tells an error of its threads to who has asked, and goes on', async () => {
    const broken: StartWork = () => ({
      result: Promise.reject(new Error('the thread ended')),
      cancel: async () => undefined,
    });
    const operator = new LiveForecast(SETTINGS, false, broken);
    await assert.rejects(operator.process([{ backtest: true }], 0), /the thread ended/);
    await assert.rejects(operator.process([...loads(0, 48), { backtest: true }], 0), /the thread ended/);
    assert.deepEqual((await operator.process([], 0)).forecast, []);
  });

  it('passes over days while it trains, and ends with the newest', async () => {
    const operator = operatorOf();
    const first = operator.process(loads(0, 30 * 24), 0);
    for (let day = 30; day < 33; day++)
      assert.deepEqual((await operator.process(loads(day * 24, day * 24 + 24), 0)).forecast, []);
    const dates = (await first).forecast!.map(({ date }) => date);
    assert.deepEqual([dates[0], dates.at(-1)], ['2018-01-31', '2018-02-03']);
  });
});
