import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs the levels of tests, each in a process of its own, and adds up their counts: pure functions first, then what waits a
 * lot, in two lanes.
 *
 *   tsx scripts/test.ts [lib] [simulator] [training] [cli] [nodes] [flows] [pages]
 */
const ROOT = resolve(__dirname, '..');
/** One step after the other; the lanes of a step run beside each other, the levels of a lane one after the other. */
const STEPS = [[['lib']], [['cli'], ['simulator', 'training']], [['pages'], ['nodes', 'flows']]];
/** Levels of pure functions: two processes share their files. The others have ports, processes and clocks of their own. */
const PURE = new Set(['lib', 'simulator', 'training']);
/** Levels with processes and clocks, where a machine may stall: a test that fails runs once more, and says so. */
const TIMED = new Set(['nodes', 'cli', 'flows', 'pages']);
/** For tests that name no limit of their own; a busy machine is no failure. */
const TIMEOUT_MS = 10_000;

const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');

/** What the reporter says of a level; of failures, which test and why. */
interface Counts {
  passed: number;
  failed: string[];
  skipped: number;
}

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
  const failed: string[] = [];
  for (const step of STEPS) {
    const lanes = step
      .map((lane) => lane.filter((level) => wanted.length === 0 || wanted.includes(level)))
      .filter((lane) => lane.length > 0);
    const outputs = lanes.map((_, lane) => (lane === 0 ? undefined : join(folder, `lane-${lane}.log`)));
    const done = lanes.map(async (levels, lane) => {
      const output = outputs[lane] === undefined ? 'inherit' : openSync(outputs[lane], 'w');
      for (const level of levels) {
        const title = `\n== ${level}\n`;
        if (output === 'inherit') process.stdout.write(title);
        else writeSync(output, title);
        if (!(await run(level, join(counts, level), output))) failed.push(`${level}, which did not run to its end`);
      }
    });
    await Promise.all(done);
    for (const output of outputs) if (output !== undefined) process.stdout.write(readFileSync(output, 'utf8'));
  }
  const levels: Counts[] = readdirSync(counts).map((name) => JSON.parse(readFileSync(join(counts, name), 'utf8')));
  rmSync(folder, { recursive: true });
  failed.push(...levels.flatMap((level) => level.failed));
  const count = (of: 'passed' | 'skipped') => levels.reduce((sum, level) => sum + level[of], 0);
  // Once more at the end, for the output is long.
  for (const test of failed) process.stdout.write(`\nfailed: ${test}`);
  process.stdout.write(`\n${count('passed')} passed, ${failed.length} failed, ${count('skipped')} skipped\n`);
  return failed.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
