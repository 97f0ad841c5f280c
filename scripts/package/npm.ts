import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Runs npm under the Node binary `node`. @throws Error with npm's last lines when it fails. */
export function npm(node: string, cwd: string, args: string[]): string {
  // Dependencies' own scripts must find the same Node.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(node, [npmProgram(), ...args], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (status === 0) return stdout;
  throw new Error(`npm ${args.join(' ')}\nended with code ${status}:\n${`${stdout}\n${stderr}`.trim().slice(-2000)}`);
}

/** npm's JavaScript file: the one that runs this script, else the one on the path. */
function npmProgram(): string {
  const candidates = [
    process.env.npm_execpath ?? '',
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
    join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
  ];
  const found = candidates.find((path) => existsSync(path) && realpathSync(path).endsWith('npm-cli.js'));
  if (!found) throw new Error('npm is not on the path: run this with "npm run check:package"');
  return realpathSync(found);
}
