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
  CREATE TEMP TABLE quarantine (file VARCHAR, line BIGINT, content VARCHAR, reason VARCHAR);
  CREATE TEMP TABLE summary (city VARCHAR, district_id VARCHAR, date VARCHAR, avg_consumption DOUBLE,
    min_consumption DOUBLE, max_consumption DOUBLE, peak_hour VARCHAR, violations BIGINT, violation_ratio DOUBLE,
    risk_score DOUBLE, risk_level VARCHAR)`;

/** Reads the files of a month and leaves `sound`: each accepted row once, missing readings filled and marked. */
export const month = (files: string[]) => [
  // The tables of rejects are kept for the month only: they would grow from scan to scan.
  'DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans',
  `CREATE OR REPLACE TEMP TABLE raw AS
   SELECT * FROM read_csv([${files.map((file) => `'${file}'`).join(', ')}], auto_detect = false, header = true,
     delim = ',', quote = '"', escape = '"', filename = 'file', store_rejects = true, rejects_limit = 0,
     columns = {household_id: 'VARCHAR', timestamp: 'VARCHAR', consumption_kwh: 'VARCHAR'})`,
  `CREATE OR REPLACE TEMP TABLE ragged AS
   SELECT file_path AS file, line, any_value(csv_line) AS content,
     CASE min(error_type) WHEN 'MISSING COLUMNS' THEN 'missing column' WHEN 'TOO MANY COLUMNS' THEN 'extra column'
       ELSE 'unreadable' END AS reason
   FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY file_path, line`,
  'INSERT INTO quarantine FROM ragged',
  `CREATE OR REPLACE TEMP TABLE files AS
   SELECT file, part[2] AS city, part[3] AS district_id, part[4] AS date
   FROM (SELECT DISTINCT file, string_split(parse_filename(file, true), '_') AS part FROM raw)`,
  // rowid is the order of the files and their lines.
  `CREATE OR REPLACE TEMP TABLE typed AS
   SELECT raw.rowid AS row, city, district_id, date, household_id,
     try_strptime(timestamp, '%Y-%m-%d %H:%M') AS time, try_cast(consumption_kwh AS DOUBLE) AS kwh,
     CASE WHEN household_id IS NULL THEN 'empty household'
       WHEN try_strptime(timestamp, '%Y-%m-%d %H:%M') IS NULL THEN 'bad timestamp'
       WHEN consumption_kwh IS NOT NULL AND kwh IS NULL THEN 'text for a number'
       WHEN NOT isfinite(kwh) THEN 'not finite'
       WHEN kwh < 0 THEN 'negative' END AS reason
   FROM raw JOIN files USING (file)`,
  // One group by over all and a join of the few repeated ones is faster than a window over all.
  `CREATE OR REPLACE TEMP TABLE repeated AS
   SELECT row FROM typed JOIN (
     SELECT city, district_id, household_id, time, min(row) AS first FROM typed WHERE reason IS NULL
     GROUP BY ALL HAVING count(*) > 1
   ) USING (city, district_id, household_id, time) WHERE reason IS NULL AND row <> first`,
  `INSERT INTO quarantine
   SELECT file, NULL, concat_ws(',', coalesce(raw.household_id, ''), timestamp, coalesce(consumption_kwh, '')),
     coalesce(reason, 'duplicate hour')
   FROM typed JOIN raw ON raw.rowid = row WHERE reason IS NOT NULL OR row IN (FROM repeated)`,
  `CREATE OR REPLACE TEMP TABLE sound AS
   WITH accepted AS (FROM typed WHERE reason IS NULL AND row NOT IN (FROM repeated)),
     means AS (SELECT city, district_id, date, avg(kwh) AS mean FROM accepted GROUP BY ALL)
   SELECT city, district_id, date, household_id, time, coalesce(kwh, mean) AS kwh, kwh IS NULL AS estimated
   FROM accepted JOIN means USING (city, district_id, date)`,
];

export const aggregate = (level: Level, period: Period) => `
  CREATE OR REPLACE TEMP TABLE ${level}_${period} AS
  SELECT ${KEYS[level]}, ${period === 'hour' ? 'time' : `date_trunc('${period}', time)`} AS ${period},
    count(*) AS rows, sum(kwh) AS sum, min(kwh) AS min, max(kwh) AS max
  FROM sound GROUP BY ALL`;

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
