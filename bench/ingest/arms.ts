import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Damage } from './damage';

const ROOT = resolve(__dirname, '../..');
const CACHE = process.env.GRIDLOOM_BENCH_CACHE ?? join(homedir(), '.cache/gridloom-bench');
const OURS_HEAP_MB = 512;

export interface Arm {
  name: string;
  /** Damage that it can't see by design, with the reason under the table. */
  blindTo: readonly Damage[];
  note?: string;
  command(data: string, out: string): { command: string; args: string[]; env: NodeJS.ProcessEnv };
}

/** The arms by the names of `--arms`. Making one throws when it can't run here; the bench then leaves it out and says so. */
export const ARMS: Record<string, () => Arm[]> = { ours, pandas, duckdb };

function ours(): Arm[] {
  const cli = join(ROOT, 'dist/cli/gridloom.js');
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run npm run build`);
  const help = spawnSync(process.execPath, [cli, 'analyze', '--help'], { encoding: 'utf8' });
  if (help.status !== 0) throw new Error(help.stderr.split('\n')[0]);
  const heap = `--max-old-space-size=${OURS_HEAP_MB}`;
  const command = (data: string, out: string) => ({
    command: process.execPath,
    args: [heap, cli, 'analyze', data, '--out', out, '--json', '--plots', 'none', '--vee', 'off'],
    env: process.env,
  });
  return [{ name: 'ours', blindTo: [], command }];
}

/** Makes the Python environment on the first run, or again when the pinned versions change. */
function pandas(): Arm[] {
  const requirements = join(ROOT, 'bench/ingest/requirements.txt');
  const venv = join(CACHE, 'venv');
  const python = join(venv, 'bin/python');
  const installed = join(venv, 'requirements.txt');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(requirements, 'utf8')) {
    process.stderr.write(`Installing pandas in ${venv}\n`);
    mkdirSync(CACHE, { recursive: true });
    runOrThrow('python3', ['-m', 'venv', '--clear', venv]);
    runOrThrow(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    copyFileSync(requirements, installed);
  }
  const script = join(ROOT, 'bench/ingest/pandas_job.py');
  const command = (data: string, out: string) => ({ command: python, args: [script, data, out], env: process.env });
  const note = 'read_csv takes a row with a missing column for one with an empty last cell, and so accepts it';
  return [{ name: 'pandas', blindTo: ['missing column'], note, command }];
}

/** Compiled beforehand, so that no compiler is in the process that is measured. */
function duckdb(): Arm[] {
  const folder = join(CACHE, 'duckdb');
  const options = '--ignoreConfig --module node20 --target es2022 --types node --skipLibCheck --outDir'.split(' ');
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  runOrThrow(process.execPath, [tsc, join(ROOT, 'bench/ingest/duckdb-job.ts'), ...options, folder]);
  const env = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') };
  const arm = (name: string, ...options: string[]): Arm => ({
    name,
    blindTo: [],
    command: (data, out) => ({
      command: process.execPath,
      args: [join(folder, 'duckdb-job.js'), data, out, ...options],
      env,
    }),
  });
  return [arm('DuckDB'), arm('DuckDB, one thread', '--threads', '1')];
}

function runOrThrow(command: string, args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 600_000 });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? (stderr.trim() || stdout.trim()).slice(-500)}`);
}
