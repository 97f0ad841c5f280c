import { DuckDBInstance } from '@duckdb/node-api';

export type SqlRow = Record<string, string | number | null>;

/**
 * The analysis of a folder of city files in SQL, written from the rules and independent of the code under test. Energies
 * are decimals, so sums are exact; means and ratios are doubles.
 */
export async function citySql(folder: string): Promise<(sql: string) => Promise<SqlRow[]>> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const db = await instance.connect();
  await db.run(`
    CREATE TABLE readings AS
    SELECT regexp_extract(filename, 'district_(.+)_([^_]+)_([-0-9]{10})', 1) AS city,
           regexp_extract(filename, 'district_(.+)_([^_]+)_([-0-9]{10})', 2) AS district,
           regexp_extract(filename, 'district_(.+)_([^_]+)_([-0-9]{10})', 3) AS date,
           household_id AS household, timestamp[12:16] AS hour, consumption_kwh::DECIMAL(12,2) AS kwh
    FROM read_csv('${folder}/csv/*.csv', filename = true, all_varchar = true, header = true);
    CREATE TABLE rules AS
    SELECT city, date, critical_hours, d.district_id AS district, d.threshold AS threshold
    FROM (SELECT city, date::VARCHAR AS date, critical_hours::VARCHAR[] AS critical_hours, unnest(districts) AS d
          FROM read_json('${folder}/json/*.json', columns = {city: 'VARCHAR', date: 'VARCHAR',
            districts: 'STRUCT(district_id VARCHAR, threshold DOUBLE)[]', critical_hours: 'VARCHAR[]'}));
  `);
  return async (sql) => {
    const rows = (await db.runAndReadAll(sql)).getRowObjects();
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, v]) => [name, typeof v === 'bigint' ? Number(v) : v])),
    ) as SqlRow[];
  };
}

/** Figures of every district-day; `estimated` says whether a filled row may be a violation. */
export const districtDaysSql = (estimated: 'exclude' | 'count') => `
  WITH days AS (
    SELECT city, district, date, count(*) AS n, count(kwh) AS known, count(DISTINCT household) AS households,
           sum(kwh)::DOUBLE / count(kwh) AS mean, min(kwh)::DOUBLE AS low, max(kwh)::DOUBLE AS high
    FROM readings GROUP BY ALL),
  hours AS (
    SELECT r.city, r.district, r.date, hour,
           sum(r.kwh)::DOUBLE + count(*) FILTER (r.kwh IS NULL) * any_value(mean) AS total
    FROM readings r JOIN days USING (city, district, date) GROUP BY ALL),
  peaks AS (
    SELECT city, district, date, arg_max(hour, (total, -hour[1:2]::INT)) AS peak FROM hours GROUP BY ALL),
  violations AS (
    SELECT r.city, r.district, r.date,
           count(*) FILTER (r.kwh::DOUBLE > threshold ${estimated === 'count' ? 'OR r.kwh IS NULL AND mean > threshold' : ''}) AS v
    FROM readings r JOIN rules USING (city, district, date) JOIN days USING (city, district, date) GROUP BY ALL),
  ratios AS (
    SELECT *, v::DOUBLE / n AS ratio, list_contains(critical_hours, peak)::INT AS critical
    FROM days JOIN peaks USING (city, district, date) JOIN violations USING (city, district, date)
              JOIN rules USING (city, district, date)),
  scores AS (
    SELECT *, CASE WHEN ratio >= 0.25 OR critical = 1
                   THEN round_even((0.6 * ratio + 0.4 * critical) * 100, 0) / 100 ELSE 0 END AS score FROM ratios)
  SELECT city, district AS district_id, date, mean AS avg_consumption, low AS min_consumption, high AS max_consumption,
         peak AS peak_hour, v AS violations, ratio AS violation_ratio, score AS risk_score,
         CASE WHEN score = 0 THEN 'NO RISK' WHEN score <= 0.3 THEN 'LOW' WHEN score <= 0.6 THEN 'MEDIUM' ELSE 'HIGH' END
           AS risk_level,
         threshold, households, n AS rows, n - known AS estimated_rows, format('{:.1f}%', 100 * ratio) AS percent
  FROM scores ORDER BY city, date, district`;

const LEVELS = { city: 'city', district: 'city, district', household: 'city, district, household' } as const;

/** Aggregates of a level and period; an hour without any value has no row at the level of households. */
export function aggregatesSql(level: keyof typeof LEVELS, period: 'hour' | 'day' | 'month'): string {
  const keys = LEVELS[level];
  const time = period === 'hour' ? 'date, hour' : period === 'day' ? 'date' : 'month';
  // A month is that of the calendar: days that did not come are missing.
  const expected =
    period === 'month'
      ? "max(households) * 24 * date_part('day', last_day((any_value(month) || '-01')::DATE))"
      : 'sum(households)';
  return `
    WITH present AS (
      SELECT ${keys}, date, count(DISTINCT (district, household)) AS households FROM readings GROUP BY ALL),
    hours AS (
      SELECT ${keys}, date, date[1:7] AS month, hour, count(kwh) AS c, sum(kwh) AS s, min(kwh) AS low, max(kwh) AS high
      FROM readings GROUP BY ALL),
    spans AS (
      SELECT ${keys}, ${time}, sum(c)::BIGINT AS c, sum(s) AS s, min(low) AS low, max(high) AS high, count(s) AS with_value,
             max(s) AS peak_kwh, arg_max(hour, (s, -(date[9:10] || hour[1:2])::INT)) FILTER (s IS NOT NULL) AS peak_hour,
             max(households) AS households, (${expected})::BIGINT AS expected
      FROM hours JOIN present USING (${keys}, date) GROUP BY ALL)
    SELECT ${keys}, ${period === 'month' ? 'month AS date' : time}, households, c AS count, expected,
           c / expected AS completeness, coalesce(s, 0)::DOUBLE AS sum_kwh, coalesce(low, 0)::DOUBLE AS min_kwh,
           coalesce(s::DOUBLE / c, 0) AS mean_kwh, coalesce(high, 0)::DOUBLE AS max_kwh,
           coalesce(peak_hour, '') AS peak_hour, coalesce(peak_kwh, 0)::DOUBLE AS peak_kwh,
           coalesce(s::DOUBLE / with_value / nullif(peak_kwh, 0)::DOUBLE, 0) AS load_factor
    FROM spans ${level === 'household' && period === 'hour' ? 'WHERE c > 0' : ''} ORDER BY ALL`;
}
