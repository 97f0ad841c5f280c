import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../start/port';

const READY_MS = 60_000;
const STOP_MS = 15_000;
const HOST = '127.0.0.1';

/** Node-RED as users run it: a process of its own with a user folder, spoken to by its admin API. */
export class RealNodeRed {
  /** Everything it has written. */
  log = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {
    const listen = (chunk: Buffer) => {
      this.log += chunk.toString();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  }

  /** @throws Error with the log when it doesn't start its flows. */
  static async start(node: string, program: string, userDir: string): Promise<RealNodeRed> {
    const port = await freePort(18_800 + (process.pid % 1000), HOST);
    const settings = { uiHost: HOST, uiPort: port, telemetry: { enabled: false }, editorTheme: { tours: false } };
    writeFileSync(join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings)};\n`);
    const child = spawn(node, [program, '--userDir', userDir], { stdio: ['ignore', 'pipe', 'pipe'] });
    const started = new RealNodeRed(`http://${HOST}:${port}`, child);
    const ready = await started.waitFor(/Started flows|Waiting for missing types/, READY_MS);
    if (ready) return started;
    await started.stop();
    throw new Error(`Node-RED did not start its flows:\n${started.log.slice(-3000)}`);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** True once `pattern` is in the log after `from`; false when it ends or `withinMs` pass first. */
  async waitFor(pattern: RegExp, withinMs: number, from = 0): Promise<boolean> {
    const endMs = Date.now() + withinMs;
    while (!pattern.test(this.log.slice(from))) {
      if (!this.alive || Date.now() > endMs) return false;
      await pause(50);
    }
    return true;
  }

  /** A GET of the admin API. */
  async get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
    const response = await fetch(this.url + path, { headers });
    return { status: response.status, text: await response.text() };
  }

  /** A GET that asks for JSON. @throws Error when it isn't answered with any. */
  async json<T>(path: string): Promise<T> {
    const { status, text } = await this.get(path, { Accept: 'application/json' });
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text.slice(0, 200)}`);
    return JSON.parse(text) as T;
  }

  /** Replaces all flows, as the Deploy button does; resolves when they have started. */
  async deploy(flows: object[]): Promise<void> {
    const from = this.log.length;
    const response = await fetch(`${this.url}/flows`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Node-RED-API-Version': 'v2' },
      body: JSON.stringify({ flows }),
    });
    if (!response.ok) throw new Error(`POST /flows answered ${response.status}: ${await response.text()}`);
    await this.waitFor(/Started flows|Waiting for missing types[\s\S]*\n$/, READY_MS, from);
    const log = this.log.slice(from);
    if (!log.includes('Started flows')) throw new Error(`the flows were not started:\n${log.slice(-2000)}`);
  }

  /** Asks it to stop, and insists after fifteen seconds; false when it had to insist. */
  async stop(): Promise<boolean> {
    if (!this.alive) return true;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.child.kill('SIGTERM');
    let insisted = false;
    const insist = setTimeout(() => {
      insisted = true;
      this.child.kill('SIGKILL');
    }, STOP_MS);
    await ended;
    clearTimeout(insist);
    return !insisted;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
