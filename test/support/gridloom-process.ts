import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tempFolder } from './temp-folder';
import { testPort } from './test-port';

export const ROOT = resolve(__dirname, '../..');

/** The system as `npm start` runs it, in a process of its own. */
export interface GridloomProcess {
  dashboard: string;
  editor: string;
  broker: string;
  output(): string;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
  child: ChildProcess;
}

/** A user folder into which a start puts this flow alone, as if the others had been deleted: it leaves the test more of the machine. */
export function folderWithFlow(file: string): string {
  const userDir = tempFolder();
  const others = readdirSync(join(ROOT, 'flows')).filter((name) => name.endsWith('.json') && name !== file);
  writeFileSync(join(userDir, 'gridloom-seeded.json'), JSON.stringify(others));
  return userDir;
}

/** Starts it in `userDir` on free ports and waits for the three addresses. */
export async function startGridloom(userDir: string, env: NodeJS.ProcessEnv = {}): Promise<GridloomProcess> {
  const port = env.GRIDLOOM_PORT ?? String(await testPort());
  const mqttPort = env.GRIDLOOM_MQTT_PORT ?? String(await testPort());
  const child = spawn(process.execPath, [join(ROOT, 'dist/start/start.js'), '--verbose'], {
    env: { ...process.env, ...env, GRIDLOOM_USER_DIR: userDir, GRIDLOOM_PORT: port, GRIDLOOM_MQTT_PORT: mqttPort },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  await new Promise<void>((done, fail) => {
    const listen = (chunk: Buffer) => {
      text += chunk;
      if (/^ {2}broker {5}\S+$/m.test(text)) done();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    exited.then((code) => fail(new Error(`it ended with ${code}:\n${text}`)));
  });
  const address = (name: string) => new RegExp(`^ {2}${name} +(\\S+)$`, 'm').exec(text)![1]!;
  return {
    dashboard: address('dashboard'),
    editor: address('editor'),
    broker: address('broker'),
    output: () => text,
    interrupt: () => {
      child.kill('SIGINT');
      return exited;
    },
    child,
  };
}

/** The flows as the editor has them. */
export async function getFlows(editor: string): Promise<{ rev: string; flows: Record<string, unknown>[] }> {
  const response = await fetch(`${editor}flows`, { headers: { 'Node-RED-API-Version': 'v2' } });
  return (await response.json()) as { rev: string; flows: Record<string, unknown>[] };
}

/** Deploys as the editor does: `full`, `nodes` (modified nodes) or `flows`. */
export async function deploy(
  editor: string,
  flows: object[],
  type: 'full' | 'nodes' | 'flows' = 'full',
): Promise<void> {
  const response = await fetch(`${editor}flows`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Node-RED-API-Version': 'v2', 'Node-RED-Deployment-Type': type },
    body: JSON.stringify({ flows }),
  });
  if (!response.ok) throw new Error(`deploy failed: ${response.status} ${await response.text()}`);
}
