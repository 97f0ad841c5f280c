import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvRecords, filesBelow, type Summary } from '../support/city-run';
import { aggregatesSql, citySql, districtDaysSql, type SqlRow } from '../support/city-sql';
import { gridloom } from '../support/run-gridloom';
import { tempFolder } from '../support/temp-folder';

/**
 * Sums of decimals, counts, extremes and everything decided by them are equal to the last bit. Means, ratios of sums and
 * load factors are quotients that SQL rounds once more on the way: they agree to 1e-13 of their size.
 */
const QUOTIENT = 1e-13;
const QUOTIENTS = ['avg_consumption', 'mean_kwh', 'load_factor', 'completeness'];

function assertSame(actual: Record<string, unknown>, expected: SqlRow, about: string): void {
  for (const [name, value] of Object.entries(expected)) {
    if (name === 'percent') continue;
    const found = typeof value === 'number' ? Number(actual[name]) : actual[name];
    const isClose =
      QUOTIENTS.includes(name) &&
      Math.abs((found as number) - (value as number)) <= QUOTIENT * Math.abs(value as number);
    if (!isClose) assert.equal(found, value, `${about}: ${name}`);
  }
}

const keyOf = (row: Record<string, unknown>) =>
  ['city', 'district', 'district_id', 'household', 'date', 'hour'].map((name) => row[name] ?? '').join('|');
const byKey = (a: Record<string, unknown>, b: Record<string, unknown>) => (keyOf(a) < keyOf(b) ? -1 : 1);

describe('gridloom analyze against SQL', function () {
  this.timeout(60_000);
  const root = tempFolder();
  const data = join(root, 'data');
  let sql: Awaited<ReturnType<typeof citySql>>;

  before(async () => {
    const size = '--seed 7 --cities 2 --districts 3 --households 25 --days 4 --start 2025-01-30 --missing-share 0.15';
    const { code } = await gridloom('generate-city', data, ...size.split(' '));
    assert.equal(code, 0);
    // So that every level comes: high thresholds, no critical hours, hours that are the peak of some days.
    for (const [i, date] of ['2025-01-30', '2025-01-31', '2025-02-01', '2025-02-02'].entries()) {
      for (const city of ['Valdora', 'Lindhafen']) {
        const path = join(data, 'json', `city_${city}_${date}.json`);
        const metadata = JSON.parse(readFileSync(path, 'utf8'));
        metadata.districts[0].threshold = 2.2 + i / 100;
        metadata.districts[1].threshold = [1.5, 1.9, 1.35, 1.49][i];
        if (city === 'Valdora')
          metadata.critical_hours = i === 0 ? [] : Array.from({ length: 12 }, (_, h) => `${h + 12}:00`);
        writeFileSync(path, JSON.stringify(metadata));
      }
    }
    sql = await citySql(data);
  });

  for (const estimated of ['exclude', 'count'] as const) {
    it(`every figure of every district-day, estimated readings: ${estimated}`, async () => {
      const out = join(root, `out-${estimated}`);
      const {
        code,
        out: text,
        err,
      } = await gridloom(...['analyze', data, '--out', out, '--json', '--plots', 'none', '--estimated', estimated]);
      assert.deepEqual([code, err], [0, '']);
      const summary: Summary = JSON.parse(text);
      assert.deepEqual(
        [summary.files, summary.rowsRead, summary.rowsAccepted, summary.rowsQuarantined],
        [24, 14_400, 14_400, 0],
      );
      const expected = await sql(districtDaysSql(estimated));
      assert.equal(expected.length, 24);
      assert.equal(new Set(expected.map(({ risk_level }) => risk_level)).size, 4);
      assert.equal(summary.districts.length, 24);
      for (const [i, row] of [...summary.districts].sort(byKey).entries()) {
        assertSame(row, [...expected].sort(byKey)[i]!, keyOf(row));
      }

      for (const city of ['Lindhafen', 'Valdora']) {
        const ofCity = expected.filter((row) => row.city === city);
        const csv = readFileSync(join(out, 'summary_csv', `${city}_summary.csv`), 'utf8');
        assert.equal(
          csv.slice(0, csv.indexOf('\n')),
          'city,district_id,date,avg_consumption,min_consumption,max_consumption,peak_hour,violations,violation_ratio,risk_score,risk_level',
        );
        const records = csvRecords(csv);
        assert.equal(records.length, 12);
        for (const [i, record] of records.entries()) {
          const { threshold, households, rows, estimated_rows, ...figures } = ofCity[i]!;
          assertSame(record, figures, `${city} summary ${i}`);
        }
        for (const date of ['2025-01-30', '2025-01-31', '2025-02-01', '2025-02-02']) {
          const rows = ofCity.filter((row) => row.date === date);
          const count = (level: string) => rows.filter(({ risk_level }) => risk_level === level).length;
          const report = JSON.stringify(
            JSON.parse(readFileSync(join(out, 'reports_json', `${city}_${date}_report.json`), 'utf8')),
          );
          // As text, because the order of the fields is part of the format.
          const alerts = rows
            .filter(({ risk_score }) => (risk_score as number) > 0)
            .map(({ district_id, percent, risk_score, risk_level }) => ({
              district_id,
              'Avg % of violations per day': percent,
              risk_score,
              risk_level,
            }));
          const summaryOfDay = {
            total_districts: 3,
            high_risk_districts: count('HIGH'),
            medium_risk_districts: count('MEDIUM'),
            low_risk_districts: count('LOW'),
          };
          assert.equal(report, JSON.stringify({ city, date, summary: summaryOfDay, critical_alerts: alerts }));
        }
      }
    });
  }

  it('the two modes differ, and only in what violations decide', async () => {
    const [exclude, count] = [await sql(districtDaysSql('exclude')), await sql(districtDaysSql('count'))];
    const differing = exclude.filter((row, i) => row.violations !== count[i]!.violations);
    assert.ok(differing.length >= 5);
    assert.deepEqual(
      exclude.map((row) => row.peak_hour),
      count.map((row) => row.peak_hour),
    );
  });

  it('all aggregates, and the same bytes twice', async () => {
    const outs = [join(root, 'all-1'), join(root, 'all-2')];
    for (const out of outs) {
      const args = ['analyze', data, '--out', out, '--aggregates', 'all', '--plots', '1'];
      assert.equal((await gridloom(...args)).code, 0);
    }
    const [first, second] = outs.map(filesBelow);
    assert.deepEqual([...first!.keys()].sort(), [...second!.keys()].sort());
    for (const [path, bytes] of first!) assert.ok(bytes.equals(second!.get(path)!), path);
    for (const level of ['household', 'district', 'city'] as const) {
      for (const period of ['hour', 'day', 'month'] as const) {
        const expected = (await sql(aggregatesSql(level, period))).sort(byKey);
        const actual = csvRecords(String(first!.get(`aggregates/${level}_${period}.csv`))).sort(byKey);
        assert.equal(actual.length, expected.length, `${level} ${period}`);
        for (const [i, row] of expected.entries()) assertSame(actual[i]!, row, `${level} ${period} ${keyOf(row)}`);
      }
    }
    const [hour] = csvRecords(String(first!.get('aggregates/district_hour.csv')));
    assert.equal(hour!.start_utc, '2025-01-30T00:00:00.000Z');
  });
});
