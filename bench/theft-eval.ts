import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { jobsOf, SIZES, type Size } from './theft-eval/plan';
import { runJobs } from './theft-eval/run-jobs';
import { writeUp } from './theft-eval/write-up';

/**
 * How well theft is detected, on meters, days and attacks that were used neither for training nor for tuning: fleets
 * that are simulated in steps of 5 s (seeds from 2000 on; the models were trained and limits were set on 1000 to 1199),
 * and attacks injected into the real series of one house. Prints Markdown; equal options give equal figures.
 *
 *   npm run eval:theft -- [--out FOLDER] [--quick] [--seed 2000] [--fleets 4] [--arms ours,original] [--processes 2]
 *
 * With --out, the tables (theft.md), all figures (theft.json), the missed attacks and false events (misses.txt) and the
 * verdict on every day (runs/) are written there.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: '2000' },
      fleets: { type: 'string' },
      arms: { type: 'string', default: '' },
      processes: { type: 'string', default: '2' },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 2000) {
    throw new Error(
      `--seed ${values.seed}: give a whole number of 2000 or more; those below are for training and tuning`,
    );
  }
  const began = performance.now();
  const size = sizeOf(values.quick, values.fleets);
  const folder = values.out ?? mkdtempSync(join(tmpdir(), 'gridloom-theft-'));
  try {
    const { jobs, left } = jobsOf(size, seed, join(folder, 'runs'), values.arms.split(',').filter(Boolean));
    const results = await runJobs(jobs, Number(values.processes));
    const { text, figures, misses } = writeUp(results, size, seed, left);
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`;
    const all = `${text}\nRun time ${minutes} min in ${values.processes} processes on ${machine}.\n`;
    process.stdout.write(all);
    writeFileSync(join(folder, 'theft.md'), all);
    writeFileSync(join(folder, 'theft.json'), JSON.stringify(figures, null, 2));
    writeFileSync(join(folder, 'misses.txt'), misses);
  } finally {
    if (values.out === undefined) rmSync(folder, { recursive: true });
  }
}

/** @param fleets attacked and honest ones, fewer or more than usual */
function sizeOf(isQuick: boolean, fleets: string | undefined): Size {
  const size = isQuick ? SIZES.quick : SIZES.full;
  if (fleets === undefined) return size;
  const count = Number(fleets);
  if (!Number.isInteger(count) || count < 1) throw new Error(`--fleets ${fleets}: give a whole number above 0`);
  return { ...size, attackedFleets: count, honestFleets: count, eventfulFleets: Math.ceil(count / 2) };
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
