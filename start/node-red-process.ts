import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;

/** Node-RED as a process of its own, so that it can be restarted and measured by itself. */
export class NodeRedProcess {
  private child: ChildProcess | undefined;
  /** Called when Node-RED ends without having been asked to. */
  onExit: (code: number | null) => void = () => undefined;

  constructor(
    private readonly root: string,
    private readonly userDir: string,
    private readonly host: string,
    private readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
    private readonly output: (text: string) => void,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the flows have started. @throws Error with the last output when they do not. */
  async start(): Promise<void> {
    const program = join(this.root, 'node_modules/node-red/red.js');
    const args = [program, '--userDir', this.userDir, '--settings', join(this.userDir, 'settings.js')];
    const child = spawn(process.execPath, [...args, '--port', String(this.port), '-D', `uiHost=${this.host}`], {
      // Node-RED translates its log, and the log tells when it is ready.
      env: { ...this.env, LC_ALL: 'en_US' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    const takeAlong = () => child.kill();
    process.once('exit', takeAlong);
    child.once('exit', () => process.removeListener('exit', takeAlong));
    let tail = '';
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Node-RED did not start its flows in time:\n${tail}`)),
        READY_TIMEOUT_MS,
      );
      const listen = (chunk: Buffer) => {
        const text = chunk.toString();
        this.output(text);
        tail = (tail + text).slice(-4000);
        if (!/Started flows|Stopped flows|Waiting for missing types/.test(tail)) return;
        clearTimeout(timer);
        resolve();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`Node-RED ended with code ${code}:\n${tail}`));
        if (this.child === child) {
          this.child = undefined;
          this.onExit(code);
        }
      });
    });
  }

  /** Asks it to stop, and insists after twenty seconds. */
  async stop(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // Understood on every system; a signal would end it at once on Windows.
    child.send('shutdown');
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(insist);
  }
}
