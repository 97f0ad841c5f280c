import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What benches keep from run to run. */
export const CACHE = process.env.GRIDLOOM_BENCH_CACHE ?? join(homedir(), '.cache/gridloom-bench');

/**
 * A Python that has the packages of a requirements file: the interpreter that GRIDLOOM_PYTHON names, as it is; else an
 * environment in the cache, made by `python3` on the first run, or again when the pinned versions change.
 *
 * @throws Error with what pip said
 */
export function pythonWith(requirements: string, name: string): string {
  if (process.env.GRIDLOOM_PYTHON) return process.env.GRIDLOOM_PYTHON;
  const venv = join(CACHE, name);
  const python = join(venv, 'bin/python');
  const installed = join(venv, 'requirements.txt');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(requirements, 'utf8')) {
    process.stderr.write(`Installing the packages of ${requirements} in ${venv}\n`);
    mkdirSync(CACHE, { recursive: true });
    runOrThrow('python3', ['-m', 'venv', '--clear', venv]);
    runOrThrow(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    copyFileSync(requirements, installed);
  }
  return python;
}

export function runOrThrow(command: string, args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 600_000 });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? (stderr.trim() || stdout.trim()).slice(-500)}`);
}
