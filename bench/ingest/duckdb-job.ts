import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import * as sql from './duckdb-sql';

/**
 * The job of the ingest bench in DuckDB alone:
 *
 *   duckdb-job DATA OUT [--threads N]
 *
 * It goes month by month, so that memory is that of a month and no group of a month is split.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { threads: { type: 'string' } }, allowPositionals: true });
  const [data, out] = positionals as [string, string];
  mkdirSync(out, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', values.threads ? { threads: values.threads } : {});
  const db = await instance.connect();
  await db.run(sql.metadata(join(data, 'json')));
  await db.run(sql.RESULTS);
  const counts = { rowsRead: 0, groups: {} as Record<string, number> };
  let months = 0;
  for (const files of filesByMonth(join(data, 'csv'))) {
    for (const statement of sql.month(files)) await db.run(statement);
    counts.rowsRead += await number(db, 'SELECT (SELECT count(*) FROM readings) + (SELECT count(*) FROM ragged)');
    for (const level of sql.LEVELS) {
      for (const period of sql.PERIODS) {
        await db.run(sql.aggregate(level, period));
        const groups = await number(db, `SELECT count(*) FROM ${level}_${period}`);
        // The household-hours are computed and not written, as by the others.
        const isWritten = level !== 'household' || period !== 'hour';
        const file = join(out, `${level}_${period}_${months}.csv`);
        if (isWritten) await db.run(`COPY ${level}_${period} TO '${file}' (HEADER)`);
        counts.groups[`${level} ${period}`] = (counts.groups[`${level} ${period}`] ?? 0) + groups;
      }
    }
    await db.run(sql.SUMMARISE);
    months++;
  }
  await db.run(`COPY quarantine TO '${join(out, 'quarantine.csv')}' (HEADER)`);
  for (const { city } of await rows(db, 'SELECT DISTINCT city FROM summary')) {
    const where = `WHERE city = '${city}' ORDER BY ALL`;
    await db.run(`COPY (SELECT * FROM summary ${where}) TO '${join(out, `${city}_summary.csv`)}' (HEADER)`);
  }
  const reasons = await rows(db, 'SELECT reason, count(*)::INT AS rows FROM quarantine GROUP BY reason');
  const rowsQuarantined = await number(db, 'SELECT count(*) FROM quarantine');
  const result = {
    rowsRead: counts.rowsRead,
    rowsAccepted: counts.rowsRead - rowsQuarantined,
    rowsQuarantined,
    violations: await number(db, 'SELECT sum(violations) FROM summary'),
    reasons: Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows])),
    groups: counts.groups,
  };
  console.log(JSON.stringify(result));
}

/** District-day files, those of one month together. */
function filesByMonth(folder: string): string[][] {
  const months = new Map<string, string[]>();
  for (const name of readdirSync(folder).sort()) {
    const month = basename(name, '.csv').split('_')[3]!.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), join(folder, name)]);
  }
  return [...months.values()];
}

async function rows(db: DuckDBConnection, query: string): Promise<Record<string, unknown>[]> {
  return (await db.runAndReadAll(query)).getRowObjects();
}

async function number(db: DuckDBConnection, query: string): Promise<number> {
  return Number(Object.values((await rows(db, query))[0]!)[0]);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
