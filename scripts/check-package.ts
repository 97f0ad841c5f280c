import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from './build';
import { pack } from './package/packed';
import { judge, type Verdict } from './package/rule';
import { rules, UNCHECKED } from './package/rules';
import { seconds, table } from './package/table';
import { tryOut } from './package/try-out';

/**
 * Builds and packs the package, holds the rules of the flow library's scorecard and our own against what was packed,
 * then installs it into an empty Node-RED of each supported line and asks that. Ends with 1 when a rule is broken.
 *
 *   tsx scripts/check-package.ts [--offline] [--root <folder>]
 *
 * --offline leaves out what needs the registry; --root takes another tree than this one.
 */
async function main(args: string[]): Promise<void> {
  const rootAt = args.indexOf('--root');
  const root = rootAt < 0 ? resolve(__dirname, '..') : resolve(args[rootAt + 1] ?? '.');
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-package-'));
  const startMs = Date.now();
  let broken = 0;
  const tell = (title: string, verdicts: Verdict[]) => {
    broken += verdicts.filter(({ faults }) => faults.length > 0).length;
    process.stdout.write(`${table(title, verdicts)}\n`);
  };
  try {
    await build(root);
    const packed = pack(root, folder);
    const { name, version } = packed.manifest;
    tell(
      `${name} ${version}, ${size(packed)} (${seconds(Date.now() - startMs)} to build and pack)`,
      judge(rules, packed),
    );
    process.stdout.write(`Not checked offline:\n${UNCHECKED.map((line) => `        ${line}\n`).join('')}`);
    if (!args.includes('--offline')) await tryOut(packed, folder, tell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    `\n${broken === 0 ? 'all rules kept' : `${broken} rules broken`} in ${seconds(Date.now() - startMs)}\n`,
  );
  process.exitCode = broken === 0 ? 0 : 1;
}

function size({
  packedBytes,
  unpackedBytes,
  files,
}: {
  packedBytes: number;
  unpackedBytes: number;
  files: string[];
}): string {
  return `${files.length} files, ${(packedBytes / 1024).toFixed(0)} KiB packed, ${(unpackedBytes / 1024).toFixed(0)} KiB unpacked`;
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
