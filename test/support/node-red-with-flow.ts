import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeRedProcess } from '../../start/node-red-process';
import { ROOT } from './gridloom-process';
import { tempFolder } from './temp-folder';
import { testPort } from './test-port';

export interface NodeRedWithFlow {
  url: string;
  userDir: string;
  /** Of the process that runs now. */
  readonly pid: number;
  output(): string;
  /** False once the process has ended by itself. */
  isAlive(): boolean;
  stop(): Promise<void>;
  /** Stops it and starts it again at the same address. */
  restart(): Promise<void>;
}

const PACKAGES = { '@gridloom/node-red-grid': '.', '@gridloom/node-red-dashboard-2-grid': 'dashboard' };

/**
 * A real Node-RED process with the packages installed as from the palette, the nodes for tests, and one flow;
 * `more` are further settings of Node-RED.
 */
export async function startNodeRedWithFlow(flow: object[], more: object = {}): Promise<NodeRedWithFlow> {
  const userDir = tempFolder();
  mkdirSync(join(userDir, 'node_modules/@gridloom'), { recursive: true });
  for (const [name, folder] of Object.entries(PACKAGES)) {
    symlinkSync(join(ROOT, folder), join(userDir, 'node_modules', name), 'junction');
  }
  const dependencies = Object.fromEntries(Object.keys(PACKAGES).map((name) => [name, '*']));
  writeFileSync(join(userDir, 'package.json'), JSON.stringify({ name: 'user-folder', private: true, dependencies }));
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
  const settings = { uiHost: '127.0.0.1', flowFile: 'flows.json', nodesDir: join(ROOT, 'test/support/nodes'), ...more };
  writeFileSync(join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  const port = await testPort();
  let text = '';
  let isAlive = true;
  const nodeRed = new NodeRedProcess(ROOT, userDir, '127.0.0.1', port, process.env, (chunk) => {
    text += chunk;
  });
  nodeRed.onExit = () => {
    isAlive = false;
  };
  await nodeRed.start();
  return {
    url: `http://127.0.0.1:${port}/`,
    userDir,
    get pid() {
      return nodeRed.pid!;
    },
    output: () => text,
    isAlive: () => isAlive,
    stop: () => nodeRed.stop(),
    restart: async () => {
      await nodeRed.stop();
      await nodeRed.start();
      isAlive = true;
    },
  };
}
