import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of its own, gone when the test file ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridloom-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
