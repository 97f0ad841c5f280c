import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import helper from 'node-red-node-test-helper';
import { DayAhead, loadDays } from '../../lib/forecast';
import { countryCalendar } from '../../lib/forecast/holidays';
import { ForecastBacktest, LoadForecast, type Refusal } from '../../lib/messages';
import { TimeZone } from '../../lib/stream/local-time';
import type { NodeMessage } from '../../nodes/shell/node-red';
import { until as untilIn } from '../support/inbox';
import { NodeExample } from '../support/node-example';
import { useRuntime } from '../support/node-runtime';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2018-03-31T22:00Z');
const example = new NodeExample('grid-load-forecast');
const DAYS = 33;
/** Each forecast starts a thread, which takes a busy machine seconds. */
const until = (isSo: () => unknown, what: string) => untilIn(isSo, what, 50_000);
/** Hours of Berlin from 1 April 2018 on, to a day before the first of May, a holiday. */
const loads = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => {
    const k = from + at;
    const loadMw = Math.round(1000 + 200 * Math.sin(k / 4) + 50 * Math.sin(k * 13) - (k % 168 < 24 ? 150 : 0));
    return { timeMs: START_MS + k * HOUR_MS, loadMw };
  });

describe('grid load forecast', function () {
  this.timeout(120_000);
  useRuntime();
  let forecasts: LoadForecast[] = [];
  let backtests: ForecastBacktest[] = [];
  let refused: Refusal[] = [];
  const node = () => helper.getNode(example.idOf('grid-load-forecast'));
  const give = (payload: unknown, rest: object = {}) => node().receive({ payload, ...rest });
  const errors = () => node().error.args.map(([error]: [Error]) => error.message);

  async function load(settings: object = {}): Promise<void> {
    await example.load(settings);
    [forecasts, backtests, refused] = [[], [], []];
    const listen = (name: string, take: (payload: unknown) => void) =>
      helper.getNode(example.idOf('debug', name)).on('input', ({ payload }: NodeMessage) => take(payload));
    listen('forecast', (payload) => forecasts.push(payload as LoadForecast));
    listen('backtest', (payload) => backtests.push(payload as ForecastBacktest));
    listen('refused', (payload) => refused.push(...(payload as Refusal[])));
  }

  it('does with its example what the comment there says', async () => {
    await load();
    give(undefined, { reset: true });
    example.press('a year of loads');
    await until(() => forecasts.at(-1)?.date === '2020-01-01', 'the forecast of the next day');
    assert.deepEqual([...Value.Errors(LoadForecast, forecasts.at(-1))], []);
    assert.deepEqual([forecasts.at(-1)!.method, forecasts.at(-1)!.trainingDays], ['regression', 365]);
    assert.equal((await example.shown('2020-01-01')).fill, 'green');
    assert.deepEqual(refused, []);
  });

  it('forecasts and tests what the library and the command do with the same history and holidays', async () => {
    const all = loads(0, DAYS * 24);
    await load({ country: 'de', timeZone: '' });
    give(undefined, { reset: true });
    give(all, { topic: 'kept' });
    await until(() => forecasts.length === 1, 'the forecast');
    const history = loadDays(all, new TimeZone('Europe/Berlin'));
    const { holidays } = countryCalendar('DE');
    const direct = new DayAhead(history, { holidays, leadHours: 0 }).forecast(history.firstDay + DAYS);
    const { timeZone, trainingDays, ...rest } = forecasts[0]!;
    assert.equal(JSON.stringify(rest), JSON.stringify(direct));
    assert.deepEqual([timeZone, trainingDays], ['Europe/Berlin', DAYS]);
    give({ backtest: true, days: 3 });
    give([...loads(DAYS * 24, DAYS * 24 + 1), 'no load']);
    await until(() => forecasts.length === 2 && refused.length === 1, 'what was measured');
    assert.equal(forecasts[1]!.hours[0]!.actualMw, loads(DAYS * 24, DAYS * 24 + 1)[0]!.loadMw);
    await until(() => backtests.length === 1, 'the backtest');
    const file = join(tempFolder(), 'load.csv');
    const rows = all.map(({ timeMs, loadMw }) => `${new Date(timeMs).toISOString()},${loadMw}`);
    writeFileSync(file, ['time,load_mw', ...rows].join('\n'));
    const { out } = await gridloom('forecast', file, '--country=DE', '--backtest', '--days=3', '--json');
    assert.deepEqual(backtests[0], JSON.parse(out));
    assert.deepEqual([...Value.Errors(ForecastBacktest, backtests[0])], []);
    // The same again from the file, and the hour that is known meanwhile stays.
    await helper.unload();
    await load({ country: 'DE', timeZone: '', file });
    await until(() => forecasts.length > 0, 'the forecast that was known');
    assert.equal(forecasts[0]!.hours[0]!.actualMw, loads(DAYS * 24, DAYS * 24 + 1)[0]!.loadMw);
    give(undefined, { reset: true });
    await helper.unload();
    await load({ country: 'DE', timeZone: '', file });
    await until(() => forecasts.length > 0, 'the forecast from the file');
    assert.deepEqual(forecasts[0]!.hours, direct.hours);
  });

  it('shows that the history is short, and gives what it can', async () => {
    await load();
    give(undefined, { reset: true });
    await example.shown('no load yet');
    give(loads(0, 20));
    assert.equal((await example.shown('too few loads known')).fill, 'yellow');
    give(loads(20, 50));
    await until(() => forecasts.length > 0, 'the fallback');
    assert.deepEqual([forecasts[0]!.method, typeof forecasts[0]!.reason], ['naive-24', 'string']);
    assert.equal((await example.shown('naive-24')).fill, 'yellow');
  });

  it('says which setting or file can not be used', async () => {
    await load({ country: 'Atlantis' });
    assert.match(errors()[0]!, /country "Atlantis" is not known/);
    await helper.unload();
    await load({ file: join(tempFolder(), 'gone.csv') });
    await until(() => errors().length === 1, 'the error');
    assert.match(errors()[0]!, /gone\.csv cannot be read/);
  });
});
