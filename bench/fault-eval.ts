import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventThreads } from '../simulator/waveform/publish';
import { collect } from './fault-eval/collect';
import { Judge } from './fault-eval/judge';
import { misses } from './fault-eval/misses';
import { SIZES } from './fault-eval/plan';
import { writeUp } from './fault-eval/write-up';

/**
 * How well faults are told from waveforms: on simulated scenarios that training has not drawn from, through the product's
 * own operator, and on recordings of others. Prints Markdown; equal options give equal bytes. Times go to standard error.
 *
 *   npm run eval:faults -- [--out FOLDER] [--quick] [--seed 9000000] [--threads 2]
 *
 * Simulated records are kept in node_modules/.cache/gridloom-faults for the next run. With --out, the tables (faults.md),
 * all figures (faults.json) and the wrong answers on the full window (misses.txt) are written there. Recordings of others need GRIDLOOM_SHARED_DATA.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seed: { type: 'string', default: '9000000' },
      threads: { type: 'string', default: '2' },
    },
  });
  const seed = wholeNumber('seed', values.seed);
  const threads = new EventThreads(wholeNumber('threads', values.threads));
  const began = performance.now();
  const size = values.quick ? SIZES.quick : SIZES.full;
  const judge = await Judge.open();
  const collected = await collect(judge, size, seed, threads);
  const { text, figures } = writeUp(collected, size, seed);
  await Promise.all([judge.close(), threads.close()]);
  process.stdout.write(text);
  if (values.out !== undefined) {
    mkdirSync(values.out, { recursive: true });
    writeFileSync(join(values.out, 'faults.md'), text);
    writeFileSync(join(values.out, 'faults.json'), JSON.stringify(figures, null, 2));
    writeFileSync(join(values.out, 'misses.txt'), misses([...collected.test.values()][0]!));
  }
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  process.stderr.write(`${minutes} min on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} ${value}: give a whole number above 0`);
  return number;
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
