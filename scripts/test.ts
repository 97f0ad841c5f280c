import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs the levels of tests from fast to slow, each in a process of its own, and adds up their counts.
 *
 *   tsx scripts/test.ts [lib] [simulator] [cli] [nodes] [flows] [pages]
 */
const ROOT = resolve(__dirname, '..');
const LEVELS = ['lib', 'simulator', 'cli', 'nodes', 'flows', 'pages'];

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
    [mocha, '--require', 'tsx', '--exit', '--reporter', 'test/support/reporter.cjs', `test/${level}/**/*.test.ts`],
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
