import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ARMS, type Arm } from './ingest/arms';
import { BYTES_A_ROW, generate } from './ingest/generate';
import { measure } from './ingest/measure';
import { type Measured, printGrowth, printTable, wrongCounts } from './ingest/report';

/**
 * City consumption from CSV files to the district-day summary, beside pandas and DuckDB: each arm a fresh process over the
 * same files, in turns. All arms read, validate, put the damaged rows aside with a reason, aggregate household, district
 * and city by hour, day and month, judge the risk of each district-day and write its summary; the aggregates of pandas
 * and DuckDB too: all but the household-hours are written. The files are fresh in the page cache.
 *
 *   npm run bench:ingest -- [--rows 1000000,20000000] [--rounds 3] [--arms ours,pandas,duckdb] [--keep]
 *
 * Needs Linux (/proc) and, for pandas, python3 of 3.11 or newer and on the first run the network.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000,20000000' },
      rounds: { type: 'string', default: '3' },
      arms: { type: 'string', default: 'ours,pandas,duckdb' },
      keep: { type: 'boolean', default: false },
    },
  });
  const sizes = values.rows.split(',').map((text) => positiveInteger('--rows', text));
  const rounds = positiveInteger('--rounds', values.rounds);
  const arms = values.arms.split(',').flatMap(armsNamed);
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-ingest-'));
  const all: Measured[] = [];
  const load = loadavg()[0]!;
  try {
    for (const rows of sizes) all.push(...(await measureSize(join(folder, String(rows)), rows, rounds, arms)));
  } finally {
    if (values.keep) process.stderr.write(`The data are in ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load.toFixed(2)}`);
  console.log(`medians of ${rounds} rounds, highest peak\n`);
  printTable(all);
  if (sizes.length > 1) printGrowth(all);
  if (all.some(({ wrong }) => wrong)) process.exitCode = 1;
}

function armsNamed(name: string): Arm[] {
  const make = ARMS[name];
  if (!make) throw new Error(`--arms ${name}: use one of ${Object.keys(ARMS).join(', ')}`);
  try {
    return make();
  } catch (error) {
    console.log(`Left out: ${name}, because ${(error as Error).message}\n`);
    return [];
  }
}

async function measureSize(data: string, rows: number, rounds: number, arms: Arm[]): Promise<Measured[]> {
  const { bavail, bsize } = statfsSync(tmpdir());
  // As much again for what the arms write.
  const neededMb = (2 * rows * BYTES_A_ROW) / 1e6;
  const freeMb = (bavail * bsize) / 1e6;
  if (freeMb < neededMb) {
    throw new Error(`${tmpdir()} has ${freeMb.toFixed(0)} MB free, ${neededMb.toFixed(0)} are needed: set TMPDIR`);
  }
  const truth = generate(data, rows);
  process.stderr.write(`${truth.rows} rows in ${truth.files} files, ${(truth.bytes / 1e6).toFixed(0)} MB\n`);
  const all = arms.map((arm): Measured => ({ arm, truth, runs: [], wrong: '' }));
  for (let round = 0; round < rounds; round++) {
    for (const measured of all) {
      const out = `${data}-out`;
      const { command, args, env } = measured.arm.command(data, out);
      const run = await measure(command, args, env);
      measured.runs.push(run);
      measured.wrong ||= wrongCounts(run.stdout, truth, measured.arm);
      rmSync(out, { recursive: true, force: true });
      const { seconds, peakMb } = run;
      process.stderr.write(
        `  round ${round + 1}, ${measured.arm.name}: ${seconds.toFixed(2)} s, ${peakMb.toFixed(0)} MB\n`,
      );
    }
  }
  return all;
}

function positiveInteger(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${name} ${text}: give whole numbers above 0`);
  return value;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
