import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BacktestReport, DayForecast } from '../../lib/forecast';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

const folder = tempFolder();

/** Five days of 100, 110, 121 … MW, and of a forecast that is 5 % too high. */
function fileOf(name: string): string {
  const rows = Array.from({ length: 120 }, (_, hour) => {
    const load = 100 * 1.1 ** Math.floor(hour / 24);
    return `${new Date(Date.UTC(2018, 5, 1, hour)).toISOString()},${load},${load * 1.05}`;
  });
  const path = join(folder, name);
  writeFileSync(path, ['utc_timestamp,load_mw,load_forecast_mw', ...rows].join('\n'));
  return path;
}
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual / expected - 1) < 1e-6, `${actual} is not ${expected}`);

describe('gridloom forecast', function () {
  // The first test loads the command.
  this.timeout(20_000);

  it('tests forecasts beside one in the file, by hand', async () => {
    const { code, out } = await gridloom(
      'forecast',
      fileOf('a.csv'),
      '--country',
      'none',
      '--backtest',
      '--days=3',
      '--json',
    );
    assert.equal(code, 0);
    const report = JSON.parse(out) as BacktestReport & { fileForecastMapePercent: number; fileForecastHours: number };
    near(report.mapePercent, 100 / 11);
    near(report.fileForecastMapePercent, 5);
    assert.equal(report.fileForecastHours, 72);
    assert.equal(report.days, 3);
  });

  it('tells the next day, by a fallback with its reason', async () => {
    const { code, out, err } = await gridloom('forecast', fileOf('b.csv'), '--json');
    assert.equal(code, 0);
    assert.match(err, /no country is told/);
    const day = JSON.parse(out) as DayForecast;
    assert.equal(day.date, '2018-06-06');
    assert.equal(day.method, 'naive-24');
    assert.match(day.reason!, /week before/);
    near(day.hours[0]!.p50Mw, 146.41);
    assert.match((await gridloom('forecast', fileOf('c.csv'), '-c', 'none')).out, /naive-24[\s\S]*P10 MW/);
  });

  it('refuses arguments that can not be', async () => {
    assert.match((await gridloom('forecast')).err, /give one load file/);
    for (const args of [
      ['--lead', '24'],
      ['--lead', '1.5'],
      ['--days', '0'],
      ['--country', 'Atlantis'],
    ]) {
      const { code, err } = await gridloom('forecast', fileOf('d.csv'), ...args);
      assert.equal(code, 2, err);
    }
  });

  const german = sharedFile('load/de_2018_jan_sep_hourly.csv');
  const onGerman = german ? it : it.skip;
  onGerman('is under 3.5 % off on the last days of the German load, with holidays and zone of the file', async () => {
    const { code, out, err } = await gridloom('forecast', german!, '--backtest', '--days=21', '--json');
    assert.equal(code, 0);
    assert.match(err, /DE \(Europe\/Berlin\)/);
    const report = JSON.parse(out) as BacktestReport & { fileForecastMapePercent: number };
    assert.ok(report.mapePercent < 3.5 && report.mapePercent < report.naive168MapePercent!);
    assert.deepEqual([report.to, report.methods], ['2018-09-30', { regression: 21 }]);
    assert.ok(report.coverageP10P90! > 0.6 && report.coverageP10P90! < 0.95);
  });
});
