import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = [process.env.GRIDLOOM_SHARED_DATA, join(ROOT, 'shared', 'data'), join(ROOT, '..', 'shared', 'data')];

/** A file of the public data that tests measure against, or undefined where it isn't: such tests skip visibly. */
export function sharedFile(path: string): string | undefined {
  return FOLDERS.flatMap((folder) => (folder ? [join(folder, path)] : [])).find((file) => existsSync(file));
}
