import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lock } from './lock';
import { npm } from './npm';
import type { Packed } from './packed';

/** The arguments with which Node-RED's palette manager installs a package. */
const AS_THE_PALETTE = [
  'install',
  '--no-audit',
  '--no-update-notifier',
  '--no-fund',
  '--save',
  '--save-prefix=~',
  '--omit=dev',
  '--engine-strict',
];

/** Makes an empty user folder and installs the tarball into it under the Node.js at `node`; gives the lock file. */
export function installForUser(userDir: string, node: string, packed: Packed): Lock {
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, 'package.json'), '{ "name": "node-red-project", "private": true }\n');
  npm(node, userDir, [...AS_THE_PALETTE, '--prefer-offline', packed.tarball]);
  return JSON.parse(readFileSync(join(userDir, 'package-lock.json'), 'utf8'));
}
