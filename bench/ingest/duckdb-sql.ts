/** The statements of the DuckDB job. */
export const LEVELS = ['household', 'district', 'city'] as const;
export const PERIODS = ['hour', 'day', 'month'] as const;
type Level = (typeof LEVELS)[number];
type Period = (typeof PERIODS)[number];

const KEYS: Record<Level, string> = {
  household: 'city, district_id, household_id',
  district: 'city, district_id',
  city: 'city',
};

/** Threshold and critical hours of each city, district and day; a corrupt file is skipped. */
export const metadata = (folder: string) => `
  CREATE TEMP TABLE metadata AS
  SELECT city, date, critical_hours, d.district_id AS district_id, coalesce(d.threshold, 1.5) AS threshold
  FROM (
    SELECT coalesce(city, 'UnknownCity') AS city, coalesce(date, 'UnknownDate') AS date,
      coalesce(critical_hours, []) AS critical_hours, unnest(districts) AS d
    FROM read_json('${folder}/city_*.json', ignore_errors = true, columns = {
      city: 'VARCHAR', date: 'VARCHAR', critical_hours: 'VARCHAR[]',
      districts: 'STRUCT(district_id VARCHAR, threshold DOUBLE)[]'
    })
  )`;

export const RESULTS = `
  CREATE TEMP TABLE quarantine (city VARCHAR, district_id VARCHAR, date VARCHAR, content VARCHAR, reason VARCHAR);
  CREATE TEMP TABLE summary (city VARCHAR, district_id VARCHAR, date VARCHAR, avg_consumption DOUBLE,
    min_consumption DOUBLE, max_consumption DOUBLE, peak_hour VARCHAR, violations BIGINT, violation_ratio DOUBLE,
    risk_score DOUBLE, risk_level VARCHAR)`;

/** Reads the files of a month and leaves `sound`: each accepted row once, missing readings filled and marked. */
export const month = (files: string[]) => [
  // The tables of rejects are kept for the month only: they would grow from scan to scan.
  'DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans',
  // The names of the files are constant within a chunk of rows: taken apart here, they are taken apart once.
  `CREATE OR REPLACE TEMP TABLE readings AS
   SELECT split_part(file, '_', -3) AS city, split_part(file, '_', -2) AS district_id,
     left(split_part(file, '_', -1), 10) AS date, household_id, timestamp, consumption_kwh,
     try_strptime(timestamp, '%Y-%m-%d %H:%M') AS time, try_cast(consumption_kwh AS DOUBLE) AS kwh,
     CASE WHEN household_id IS NULL THEN 'empty household'
       WHEN time IS NULL THEN 'bad timestamp'
       WHEN consumption_kwh IS NOT NULL AND kwh IS NULL THEN 'text for a number'
       WHEN NOT isfinite(kwh) THEN 'not finite'
       WHEN kwh < 0 THEN 'negative' END AS reason
   FROM read_csv([${files.map((file) => `'${file}'`).join(', ')}], auto_detect = false, header = true,
     delim = ',', quote = '"', escape = '"', filename = 'file', store_rejects = true, rejects_limit = 0,
     columns = {household_id: 'VARCHAR', timestamp: 'VARCHAR', consumption_kwh: 'VARCHAR'})`,
  `CREATE OR REPLACE TEMP TABLE ragged AS
   SELECT split_part(file_path, '_', -3) AS city, split_part(file_path, '_', -2) AS district_id,
     left(split_part(file_path, '_', -1), 10) AS date, any_value(csv_line) AS content,
     CASE min(error_type) WHEN 'MISSING COLUMNS' THEN 'missing column' WHEN 'TOO MANY COLUMNS' THEN 'extra column'
       ELSE 'unreadable' END AS reason
   FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY file_path, line`,
  // rowid is the order of the lines. One group by and a join of the few repeated ones is faster than a window over all.
  `UPDATE readings SET reason = 'duplicate hour' WHERE rowid IN (
     SELECT readings.rowid FROM readings JOIN (
       SELECT city, district_id, household_id, time, min(rowid) AS first FROM readings WHERE reason IS NULL
       GROUP BY ALL HAVING count(*) > 1
     ) AS repeated USING (city, district_id, household_id, time) WHERE reason IS NULL AND readings.rowid <> first
   )`,
  `INSERT INTO quarantine
   FROM ragged UNION ALL
   SELECT city, district_id, date,
     concat_ws(',', coalesce(household_id, ''), timestamp, coalesce(consumption_kwh, '')), reason
   FROM readings WHERE reason IS NOT NULL`,
  `CREATE OR REPLACE TEMP TABLE sound AS
   WITH means AS (SELECT city, district_id, date, avg(kwh) AS mean FROM readings WHERE reason IS NULL GROUP BY ALL)
   SELECT city, district_id, date, household_id, time, coalesce(kwh, mean) AS kwh, kwh IS NULL AS estimated
   FROM readings JOIN means USING (city, district_id, date) WHERE reason IS NULL`,
];

/** Groups of a level by hour; those by day are made of them, and those by month of the days. */
export const aggregate = (level: Level, period: Period) => {
  const create = `CREATE OR REPLACE TEMP TABLE ${level}_${period} AS SELECT ${KEYS[level]}`;
  if (period === 'hour') {
    return `${create}, time AS hour, count(*) AS rows, sum(kwh) AS sum, min(kwh) AS min, max(kwh) AS max
      FROM sound GROUP BY ALL`;
  }
  const finer = period === 'day' ? 'hour' : 'day';
  return `${create}, date_trunc('${period}', ${finer}) AS ${period},
      sum(rows) AS rows, sum(sum) AS sum, min(min) AS min, max(max) AS max
    FROM ${level}_${finer} GROUP BY ALL`;
};

/** Adds the district-days of the month to `summary`. */
export const SUMMARISE = `
  INSERT INTO summary
  WITH days AS (
    SELECT city, district_id, date, critical_hours, avg(kwh) AS avg, min(kwh) AS min, max(kwh) AS max,
      count(*) FILTER (kwh > threshold AND NOT estimated) AS violations, violations / count(*) AS ratio
    FROM sound JOIN metadata USING (city, district_id, date) GROUP BY ALL
  ), peaks AS (
    SELECT city, district_id, strftime(hour, '%Y-%m-%d') AS date, strftime(arg_max(hour, sum), '%H:00') AS peak_hour
    FROM district_hour GROUP BY ALL
  ), scored AS (
    SELECT *, list_contains(critical_hours, peak_hour)::INT AS peak_risk,
      CASE WHEN ratio >= 0.25 OR peak_risk = 1
        THEN round_even((0.6::DOUBLE * ratio + 0.4::DOUBLE * peak_risk) * 100, 0) / 100 ELSE 0 END AS score
    FROM days JOIN peaks USING (city, district_id, date)
  )
  SELECT city, district_id, date, avg, min, max, peak_hour, violations, ratio, score,
    CASE WHEN score = 0 THEN 'NO RISK' WHEN score <= 0.3 THEN 'LOW' WHEN score <= 0.6 THEN 'MEDIUM' ELSE 'HIGH' END
  FROM scored`;
