import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeRedProcess } from '../../start/node-red-process';
import { freePort } from '../../start/port';
import { ROOT } from './gridloom-process';
import { tempFolder } from './temp-folder';

export interface NodeRedWithFlow {
  url: string;
  output(): string;
  /** False once the process has ended by itself. */
  isAlive(): boolean;
  stop(): Promise<void>;
}

/** A real Node-RED process with the nodes of this package, the nodes for tests, and one flow. */
export async function startNodeRedWithFlow(flow: object[]): Promise<NodeRedWithFlow> {
  const userDir = tempFolder();
  mkdirSync(join(userDir, 'node_modules/@gridloom'), { recursive: true });
  symlinkSync(ROOT, join(userDir, 'node_modules/@gridloom/node-red-grid'), 'junction');
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
  const settings = { uiHost: '127.0.0.1', flowFile: 'flows.json', nodesDir: join(ROOT, 'test/support/nodes') };
  writeFileSync(join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  const port = await freePort(25880, '127.0.0.1');
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
    output: () => text,
    isAlive: () => isAlive,
    stop: () => nodeRed.stop(),
  };
}
