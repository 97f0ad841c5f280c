import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CACHE, pythonWith, runOrThrow } from '../python';
import type { Damage } from './damage';

const ROOT = resolve(__dirname, '../..');
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

function pandas(): Arm[] {
  const python = pythonWith(join(ROOT, 'bench/ingest/requirements.txt'), 'venv');
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
