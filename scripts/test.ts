import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs the levels of tests from fast to slow, each in a process of its own, and adds up their counts.
 *
 *   tsx scripts/test.ts [lib] [simulator] [training] [cli] [nodes] [flows] [pages]
 */
const ROOT = resolve(__dirname, '..');
const LEVELS = ['lib', 'simulator', 'training', 'cli', 'nodes', 'flows', 'pages'];
/** Levels of pure functions: two processes share their files. The others have ports, processes and clocks of their own. */
const PURE = new Set(['lib', 'simulator', 'training']);
/** Levels with browsers and processes, where a machine may stall: a test that fails runs once more, and says so. */
const TIMED = new Set(['flows', 'pages']);
/** For tests that name no limit of their own; a busy machine is no failure. */
const TIMEOUT_MS = 10_000;

const wanted = process.argv.slice(2);
const levels = wanted.length > 0 ? wanted : LEVELS;
const folder = mkdtempSync(join(tmpdir(), 'gridloom-test-'));
const countsFile = join(folder, 'counts');
writeFileSync(countsFile, '');

let crashed = 0;
for (const level of levels) {
  process.stdout.write(`\n== ${level}\n`);
  const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js');
  const before = readFileSync(countsFile, 'utf8').length;
  const { status } = spawnSync(
    process.execPath,
    [
      mocha,
      ...['--require', 'tsx', '--exit', '--timeout', String(TIMEOUT_MS), '--reporter', 'test/support/reporter.cjs'],
      ...(PURE.has(level) ? ['--parallel', '--jobs', '2'] : []),
      ...(TIMED.has(level) ? ['--retries', '1'] : []),
      `test/${level}/**/*.test.ts`,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, TEST_COUNTS: countsFile } },
  );
  const reported = readFileSync(countsFile, 'utf8').length > before;
  if (status !== 0 && !reported) crashed++;
}

const counts = readFileSync(countsFile, 'utf8').trim().split('\n').filter(Boolean);
const [passed, failed, skipped] = [0, 1, 2].map((column) =>
  counts.reduce((sum, line) => sum + Number(line.split(' ')[column]), 0),
) as [number, number, number];
rmSync(folder, { recursive: true });
process.stdout.write(`\n${passed} passed, ${failed + crashed} failed, ${skipped} skipped\n`);
process.exit(failed + crashed > 0 ? 1 : 0);
