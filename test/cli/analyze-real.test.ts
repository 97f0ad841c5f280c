import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { csvRecords, type Summary } from '../support/city-run';
import { gridloom } from '../support/run-gridloom';
import { sharedFile } from '../support/shared-data';
import { tempFolder } from '../support/temp-folder';

/** Ten sixths of kW are rounded to whole µWh an hour before they are added up; SQL adds doubles. */
const RELATIVE = 1e-9;

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const db = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  return (await db.runAndReadAll(sql)).getRowObjects();
}

const isClose = (found: unknown, expected: unknown) =>
  Math.abs(Number(found) - Number(expected)) <= RELATIVE * Math.abs(Number(expected));

describe('gridloom analyze on public data', function () {
  this.timeout(60_000);
  const zones = sharedFile('districts/tetuan_10min_2017.csv');
  const household = sharedFile('meters/household_1min.csv');

  (zones ? it : it.skip)('takes three zones side by side, kW every ten minutes, m/d/yy, by options only', async () => {
    const out = join(tempFolder(), 'out');
    const options =
      '--value-columns Zone1,Zone2,Zone3 --unit kW --interval-minutes 10 --city Tetuan --district all --threshold 30000';
    const { code, out: text } = await gridloom(
      'analyze',
      zones!,
      '--out',
      out,
      '--plots',
      '2',
      '--json',
      ...options.split(' '),
    );
    assert.equal(code, 0);
    const summary: Summary = JSON.parse(text);
    assert.deepEqual([summary.rowsRead, summary.rowsAccepted, summary.districts.length], [52_416, 52_416, 364]);

    const hours = `
      SELECT zone, date_trunc('hour', t) AS hour, sum(kw / 6) AS kwh FROM (
        UNPIVOT (SELECT strptime(Date, '%-m/%-d/%y %-H:%M') AS t, Zone1, Zone2, Zone3
                 FROM read_csv('${zones}', header = true, auto_detect = false, delim = ',', columns = {Date: 'VARCHAR',
                   Temperature: 'DOUBLE', Humidity: 'DOUBLE', "Wind Speed": 'DOUBLE', "general diffuse flows": 'DOUBLE',
                   "diffuse flows": 'DOUBLE', Zone1: 'DOUBLE', Zone2: 'DOUBLE', Zone3: 'DOUBLE'}))
        ON Zone1, Zone2, Zone3 INTO NAME zone VALUE kw) GROUP BY ALL`;
    const days = await query(
      `SELECT strftime(hour, '%Y-%m-%d') AS date, count(*)::INT AS n, min(kwh) AS low, max(kwh) AS high, avg(kwh) AS mean,
         (count(*) FILTER (kwh > 30000))::INT AS violations FROM (${hours}) GROUP BY ALL ORDER BY date`,
    );
    for (const [i, day] of days.entries()) {
      const found = summary.districts[i]!;
      assert.equal(found.date, day.date);
      assert.deepEqual([found.rows, found.violations], [day.n, day.violations], String(day.date));
      assert.ok(isClose(found.min_consumption, day.low) && isClose(found.max_consumption, day.high), String(day.date));
      assert.ok(isClose(found.avg_consumption, day.mean), String(day.date));
    }
    const months = csvRecords(readFileSync(join(out, 'aggregates/household_month.csv'), 'utf8'));
    const expected = await query(
      `SELECT zone, strftime(hour, '%Y-%m') AS month, sum(kwh) AS kwh FROM (${hours}) GROUP BY ALL`,
    );
    assert.equal(months.length, 36);
    for (const { zone, month, kwh } of expected) {
      const found = months.find((one) => one.household === zone && one.date === month);
      assert.ok(isClose(found?.sum_kwh, kwh), `${zone} ${month}`);
    }
  });

  (household ? it : it.skip)('takes one house minute by minute, date and time in columns of their own', async () => {
    const out = join(tempFolder(), 'out');
    const options = '--value-columns Global_active_power --unit kW --interval-minutes 1 --plots none --json';
    const { out: text } = await gridloom('analyze', household!, '--out', out, ...options.split(' '));
    const { rowsRead, rowsAccepted, districts }: Summary = JSON.parse(text);
    assert.deepEqual([rowsRead, rowsAccepted], [28_000, 28_000]);
    // Hours of which less than nine tenths were measured are scaled up; whole ones are the mean power.
    const [whole] = await query(
      `SELECT max(kwh) AS high FROM (SELECT date_trunc('hour', t) AS hour, avg(kw) AS kwh FROM (
         SELECT strptime(Date || ' ' || Time, '%d/%m/%Y %H:%M:%S') AS t, Global_active_power::DOUBLE AS kw
         FROM read_csv('${household}', delim = ';', header = true, all_varchar = true))
       WHERE t::DATE = '2006-12-18' GROUP BY ALL)`,
    );
    const day = districts.find(({ date }) => date === '2006-12-18');
    assert.ok(isClose(day?.max_consumption, whole!.high));
  });
});
