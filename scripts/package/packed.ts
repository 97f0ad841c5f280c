import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from 'tar';
import { npm } from './npm';

/** The part of package.json that the rules read. */
export interface Manifest {
  name: string;
  version: string;
  license?: string;
  repository?: { url?: string };
  bugs?: unknown;
  keywords?: string[];
  engines?: { node?: string };
  bin?: Record<string, string>;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  'node-red'?: { version?: string; nodes?: Record<string, string> };
}

/** The package as a user gets it: the tarball and its unpacked content. */
export interface Packed {
  /** The working tree it was packed from; the rules read nothing there but node_modules. */
  root: string;
  tarball: string;
  packedBytes: number;
  unpackedBytes: number;
  manifest: Manifest;
  /** Paths with `/`, relative to the package's root. */
  files: string[];
  has(path: string): boolean;
  read(path: string): string;
}

/** Packs the built tree at `root` into `folder` and unpacks it there. */
export function pack(root: string, folder: string): Packed {
  // The tree has just been built: prepack would build it again.
  const told = npm(process.execPath, root, ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const { filename } = JSON.parse(told)[0] as { filename: string };
  const tarball = join(folder, filename);
  const content = join(folder, 'unpacked');
  mkdirSync(content);
  extract({ file: tarball, cwd: content, strip: 1, sync: true });
  const files = filesBelow(content);
  return {
    root,
    tarball,
    packedBytes: statSync(tarball).size,
    unpackedBytes: files.reduce((sum, path) => sum + statSync(join(content, path)).size, 0),
    manifest: JSON.parse(readFileSync(join(content, 'package.json'), 'utf8')),
    files,
    has: (path) => existsSync(join(content, path)),
    read: (path) => readFileSync(join(content, path), 'utf8'),
  };
}

function filesBelow(folder: string, under = ''): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true })
    .flatMap((entry) => {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    })
    .sort();
}
