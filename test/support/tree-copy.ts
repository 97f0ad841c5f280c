import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { assets } from '../../scripts/build';

const ROOT = resolve(__dirname, '../..');
/** What any node needs to be built: the messages, the shell and what it stands on, and what goes into the package beside them. No flows. */
const SHARED = ['lib/messages', 'lib/stream', 'lib/storage', 'nodes/shell', 'icons', 'resources'];

/** Writes a tree with the shared parts of this one and `files` (path → content) into `folder`, and builds it there. */
export function buildTreeWith(folder: string, files: Map<string, string>): void {
  for (const path of SHARED) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  mkdirSync(join(folder, 'flows'));
  cpSync(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  compile(folder);
  assets(folder);
}

function compile(folder: string): void {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    throw new Error(`the tree doesn't compile:\n${(error as { stdout: string }).stdout}`);
  }
}
