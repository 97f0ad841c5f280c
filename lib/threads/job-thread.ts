import type { Worker } from 'node:worker_threads';
import { startWorker } from './start-worker';

/** What a thread is told, and what it tells. */
export interface JobCall<Job> {
  id: number;
  job: Job;
}
export type JobAnswer<Answer> = { id: number } & ({ answer: Answer } | { failed: string });

interface Waiting<Answer> {
  resolve(answer: Answer | undefined): void;
  reject(error: Error): void;
}

/**
 * Gives jobs to a module in a thread of its own, which answers each JobCall with a JobAnswer, in any order. The thread
 * starts with the first job; when it dies, what is under way is rejected, and the next job starts another.
 */
export class JobThread<Job, Answer> {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting<Answer>>();
  private lastId = 0;

  /** @param module absolute path without extension; `does` tells in errors what the thread is for */
  constructor(
    private readonly module: string,
    private readonly does: string,
  ) {}

  get jobs(): number {
    return this.waiting.size;
  }

  /** Whether a thread that was started still knows what earlier jobs have told it. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** @returns undefined when the thread was ended by `close`. @throws Error of the job, or when the thread dies */
  run(job: Job): Promise<Answer | undefined> {
    this.worker ??= this.start();
    const { worker } = this;
    const id = ++this.lastId;
    worker.postMessage({ id, job } satisfies JobCall<Job>);
    // Only while somebody waits shall the thread keep the process alive.
    worker.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** Gives up all jobs. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    for (const { resolve } of this.taken()) resolve(undefined);
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = startWorker(this.module, undefined);
    let reason = '';
    worker.on('message', (answer: JobAnswer<Answer>) => {
      if (this.worker === worker) this.take(answer);
    });
    // Without a listener the error would end the process.
    worker.on('error', (error: Error) => {
      reason = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      const error = new Error(`the thread that ${this.does} ended with code ${code}${reason}: try again`);
      for (const { reject } of this.taken()) reject(error);
    });
    return worker;
  }

  private take(answer: JobAnswer<Answer>): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker!.unref();
    if ('failed' in answer) waiting.reject(new Error(answer.failed));
    else waiting.resolve(answer.answer);
  }

  private taken(): Waiting<Answer>[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }
}
