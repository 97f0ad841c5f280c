import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { completeTheftSettings } from '../lib/theft';
import { measure, type Run } from './ingest/measure';
import { agreement } from './theft/agreement';
import { type Arm, armNamed } from './theft/arms';
import { generate, type Written } from './theft/generate';

/**
 * A million 5-second readings from a CSV file to windows, features, scores of a forest and of the LSTM autoencoder, cues
 * and events in files, beside the same in pandas, scikit-learn and PyTorch: each arm a fresh process over the same file,
 * in turns. Checks that both find the same windows with the same features.
 *
 *   npm run bench:theft -- [--rows 1000000] [--meters 60,20] [--rounds 3] [--arms ours,python] [--trees 24] [--keep]
 *
 * Needs Linux (/proc). The Python arm needs GRIDLOOM_PYTHON, a Python with the packages of bench/theft/requirements.txt.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      meters: { type: 'string', default: '60,20' },
      rounds: { type: 'string', default: '3' },
      arms: { type: 'string', default: 'ours,python' },
      trees: { type: 'string', default: String(completeTheftSettings().forestTrees) },
      keep: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  const arms = values.arms.split(',').flatMap((name) => usable(name, Number(values.trees)));
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-theft-'));
  const load = loadavg()[0]!;
  const lines: string[] = [];
  try {
    for (const meters of values.meters.split(',').map(Number)) {
      lines.push(...(await measureFile(join(folder, String(meters)), Number(values.rows), meters, rounds, arms)));
    }
  } finally {
    if (values.keep) process.stderr.write(`The data are in ${folder}\n`);
    else rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load before ${load.toFixed(2)}`);
  console.log(`medians of ${rounds} rounds, highest peak; forests of ${values.trees} trees\n`);
  console.log(
    '| readings | meters | arm | seconds (min–max) | CPU s | peak MB | time / ours | CPU / ours | peak / ours | windows |',
  );
  console.log('| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
  console.log(lines.join('\n'));
}

function usable(name: string, trees: number): Arm[] {
  try {
    return [armNamed(name, trees)];
  } catch (error) {
    console.log(`Left out: ${name}, because ${(error as Error).message}\n`);
    return [];
  }
}

async function measureFile(folder: string, rows: number, meters: number, rounds: number, arms: Arm[]) {
  const file = `${folder}.csv`;
  const written = generate(file, rows, meters);
  const { hours, bytes } = written;
  process.stderr.write(`${rows} readings, ${meters} meters, ${hours.toFixed(1)} h, ${(bytes / 1e6).toFixed(0)} MB\n`);
  const runs = new Map<Arm, Run[]>(arms.map((arm) => [arm, []]));
  for (let round = 0; round < rounds; round++) {
    for (const arm of arms) {
      const { command, args, env } = arm.command(file, outOf(folder, arm));
      const run = await measure(command, args, env);
      runs.get(arm)!.push(run);
      process.stderr.write(`  ${arm.name}: ${run.seconds.toFixed(2)} s, ${run.peakMb.toFixed(0)} MB\n`);
    }
  }
  const [ours, ...others] = arms.map((arm) => arm.windows(outOf(folder, arm)));
  for (const other of others) process.stderr.write(`  ${agreement(ours!, other)}\n`);
  return arms.map((arm) => lineOf(arm, written, runs, arm.windows(outOf(folder, arm)).length));
}

const outOf = (folder: string, { name }: Arm) => `${folder}-${name}`;

function lineOf(arm: Arm, { rows, meters }: Written, runs: Map<Arm, Run[]>, windows: number): string {
  const own = runs.get(arm)!;
  const ours = [...runs].find(([{ name }]) => name === 'ours')?.[1];
  const times = own.map((run) => run.seconds);
  const peak = (of: Run[]) => Math.max(...of.map((run) => run.peakMb));
  const ratio = (of: (runs: Run[]) => number) => (ours ? (of(own) / of(ours)).toFixed(2) : '–');
  const cells = [
    thousands(rows),
    String(meters),
    arm.name,
    `${seconds(own).toFixed(2)} (${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)})`,
    cpu(own).toFixed(2),
    thousands(peak(own)),
    ratio(seconds),
    ratio(cpu),
    ratio(peak),
    thousands(windows),
  ];
  return `| ${cells.join(' | ')} |`;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const seconds = (runs: Run[]) => median(runs.map((run) => run.seconds));
const cpu = (runs: Run[]) => median(runs.map((run) => run.cpuSeconds));
const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
