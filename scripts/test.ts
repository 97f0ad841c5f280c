import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs the levels of tests from fast to slow, each in a process of its own, and adds up their counts. Where two of them
 * wait a lot, they run beside each other.
 *
 *   tsx scripts/test.ts [lib] [simulator] [training] [cli] [nodes] [flows] [pages]
 */
const ROOT = resolve(__dirname, '..');
const STEPS = [['lib'], ['simulator', 'training'], ['nodes', 'cli'], ['pages', 'flows']];
/** Levels of pure functions: two processes share their files. The others have ports, processes and clocks of their own. */
const PURE = new Set(['lib', 'simulator', 'training']);
/** Levels with processes and clocks, where a machine may stall: a test that fails runs once more, and says so. */
const TIMED = new Set(['nodes', 'cli', 'flows', 'pages']);
/** For tests that name no limit of their own; a busy machine is no failure. */
const TIMEOUT_MS = 10_000;

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');

/** Runs a level; what it says goes to the console, or to a file. @returns whether it could be run to its end */
async function run(level: string, counts: string, output: 'inherit' | number): Promise<boolean> {
  const options = [
    ...['--require', 'tsx', '--exit', '--timeout', String(TIMEOUT_MS), '--reporter', 'test/support/reporter.cjs'],
    ...(PURE.has(level) ? ['--parallel', '--jobs', '2'] : []),
    ...(TIMED.has(level) ? ['--retries', '1'] : []),
  ];
  const child = spawn(process.execPath, [MOCHA, ...options, `test/${level}/**/*.test.ts`], {
    cwd: ROOT,
    stdio: ['inherit', output, output],
    env: { ...process.env, TEST_COUNTS: counts },
  });
  const [status] = await once(child, 'exit');
  return status === 0 || existsSync(counts);
}

async function main(wanted: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-test-'));
  const counts = join(folder, 'counts');
  mkdirSync(counts);
  let crashed = 0;
  for (const step of STEPS) {
    const levels = step.filter((level) => wanted.length === 0 || wanted.includes(level));
    const outputOf = (level: string) => join(folder, `${level}.log`);
    const done = levels.map((level, index) => {
      if (index === 0) process.stdout.write(`\n== ${level}\n`);
      return run(level, join(counts, level), index === 0 ? 'inherit' : openSync(outputOf(level), 'w'));
    });
    crashed += (await Promise.all(done)).filter((isDone) => !isDone).length;
    for (const level of levels.slice(1))
      process.stdout.write(`\n== ${level}\n${readFileSync(outputOf(level), 'utf8')}`);
  }
  const lines = readdirSync(counts).map((name) =>
    readFileSync(join(counts, name), 'utf8').trim().split(' ').map(Number),
  );
  const [passed, failed, skipped] = [0, 1, 2].map((column) => lines.reduce((sum, line) => sum + line[column]!, 0)) as [
    number,
    number,
    number,
  ];
  rmSync(folder, { recursive: true });
  process.stdout.write(`\n${passed} passed, ${failed + crashed} failed, ${skipped} skipped\n`);
  return failed + crashed > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
