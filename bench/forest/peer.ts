import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A Python program in a process of its own, which answers one request after the other; see peer.py. */
export class Peer {
  private readonly child: ChildProcess;
  private readonly replies: AsyncIterator<string>;
  private stderr = '';

  constructor(python: string, script: string) {
    // One thread, as ours.
    const env = { ...process.env, OMP_NUM_THREADS: '1' };
    this.child = spawn(python, [script], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.on('error', (error) => {
      this.stderr += error.message;
    });
    this.child.stdin!.on('error', () => {});
    this.child.stderr!.on('data', (chunk) => {
      this.stderr = (this.stderr + chunk).slice(-1000);
    });
    this.replies = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
  }

  /** @returns seconds that it took @throws Error with the end of what Python said */
  async ask(request: object): Promise<number> {
    return (await this.reply<{ seconds: number }>(request)).seconds;
  }

  /** @returns all that it replied @throws Error with the end of what Python said */
  async reply<Reply>(request: object): Promise<Reply> {
    this.child.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.replies.next();
    if (done) throw new Error(`Python ended:\n${this.stderr}`);
    return JSON.parse(value) as Reply;
  }

  end(): void {
    this.child.stdin!.end();
  }
}
