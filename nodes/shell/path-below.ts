import { realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * The path that a message names below the folder (or beside the file) that the integrator chose, without links. Names in
 * messages come from anywhere. @throws Error when it leads out of the folder, or there is nothing
 */
export function pathBelow(root: string, path: string): string {
  if (root === '') throw new Error(`"${path}" is not read: set the folder that files may be read from in the node`);
  const folder = realPath(isFile(root) ? resolve(root, '..') : root);
  const asked = resolve(folder, path);
  const outside = new Error(`"${path}" is outside the folder of the node: name a file below it`);
  if (path.includes('\0') || !isBelow(folder, asked)) throw outside;
  // A link may lead out of the folder.
  const full = realPath(asked);
  if (!isBelow(folder, full)) throw outside;
  return full;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${path} cannot be read (${code}): name a file or folder that exists below the folder of the node`);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
