import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Packed } from './packed';
import { packedNodes, packedTypes } from './packed-node';

/** Runs in the other Node.js: requires each node file and registers it with a stub of Node-RED. */
const PROGRAM = `
const types = [];
const RED = new Proxy(function () {}, { get: (_, name) => (name === 'registerType' ? (type) => types.push(type) : RED), apply: () => RED });
for (const file of process.argv.slice(1)) {
  try { require(file)(RED); } catch (error) { console.log(file + ': ' + String(error && error.message).split('\\n')[0]); process.exitCode = 1; }
}
console.log('types ' + JSON.stringify(types));
process.exit();
`;

/** Requires every node file as installed in `userDir`, under the Node.js at `node`. */
export function requireFaults(node: string, userDir: string, packed: Packed): string[] {
  const folder = join(userDir, 'node_modules', packed.manifest.name);
  const files = packedNodes(packed).map(({ file }) => join(folder, file));
  const { stdout, stderr } = spawnSync(node, ['-e', PROGRAM, ...files], {
    cwd: userDir,
    encoding: 'utf8',
    timeout: 60_000,
  });
  const lines = stdout.trim().split('\n');
  const told = lines.find((line) => line.startsWith('types '));
  if (!told) return [`requiring the nodes ended the process: ${(stderr || stdout).slice(-500)}`];
  const types: string[] = JSON.parse(told.slice('types '.length));
  return [
    ...lines.filter((line) => line !== told && line !== ''),
    ...packedTypes(packed)
      .filter(({ registration }) => !types.includes(registration.type))
      .map(
        ({ node: { file }, registration }) => `${file} doesn't register ${registration.type}: export an operatorNode`,
      ),
  ];
}

/** Runs each command of the package with --help. */
export function commandFaults(node: string, userDir: string, packed: Packed): string[] {
  const folder = join(userDir, 'node_modules', packed.manifest.name);
  return Object.entries(packed.manifest.bin ?? {}).flatMap(([name, file]) => {
    const { status, stdout, stderr } = spawnSync(node, [join(folder, file), '--help'], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    return status === 0 && stdout.trim() !== ''
      ? []
      : [`"${name} --help" ends with ${status}: ${(/^\w*Error.*$/m.exec(stderr)?.[0] ?? stdout).slice(0, 300)}`];
  });
}
