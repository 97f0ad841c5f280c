import type { TransferListItem, Worker } from 'node:worker_threads';
import { startWorker } from './start-worker';

/** What a thread is told. */
export interface JobCall<Job> {
  id: number;
  job: Job;
}
/** That nobody wants the jobs up to this one any more, beside a JobCall, where a thread knows what to do about it. */
export interface JobsCancelled {
  cancelled: number;
}
/** What a thread tells; all but progress ends the job. `status` says in a few words why it failed. */
export type JobAnswer<Answer, Progress = never> = { id: number } & (
  | { answer: Answer }
  | { progress: Progress }
  | { failed: string; status?: string }
);

/** A job that can't be done. */
export class JobFailed extends Error {
  constructor(
    message: string,
    readonly status?: string,
  ) {
    super(message);
  }
}

interface Waiting<Answer, Progress> {
  resolve(answer: Answer | undefined): void;
  reject(error: Error): void;
  tell?: ((progress: Progress) => void) | undefined;
}

/**
 * Gives jobs to a module in a thread of its own, which answers each JobCall with a JobAnswer, in any order. The thread
 * starts with the first job; when it dies, what is under way is rejected, and the next job starts another.
 */
export class JobThread<Job, Answer, Progress = never> {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting<Answer, Progress>>();
  private lastId = 0;

  /**
   * @param module absolute path without extension
   * @param does what the thread is for, in errors
   * @param data that it starts with
   */
  constructor(
    private readonly module: string,
    private readonly does: string,
    private readonly data?: unknown,
  ) {}

  get jobs(): number {
    return this.waiting.size;
  }

  /** Whether a thread that was started still knows what earlier jobs have told it. */
  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /**
   * @param tell is given what the job tells before its answer
   * @param transfer of the job, so that it need not be copied
   * @returns undefined when the thread was ended by `close`
   * @throws JobFailed; Error when the thread dies
   */
  run(
    job: Job,
    { tell, transfer = [] }: { tell?: (progress: Progress) => void; transfer?: TransferListItem[] } = {},
  ): Promise<Answer | undefined> {
    this.worker ??= this.start();
    const { worker } = this;
    const id = ++this.lastId;
    worker.postMessage({ id, job } satisfies JobCall<Job>, transfer);
    // Only while somebody waits shall the thread keep the process alive.
    worker.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, tell }));
  }

  /** Tells the thread that nobody wants the jobs so far; they get what answer it has. */
  cancel(): void {
    if (this.jobs > 0) this.worker?.postMessage({ cancelled: this.lastId } satisfies JobsCancelled);
  }

  /** Gives up all jobs. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    for (const { resolve } of this.taken()) resolve(undefined);
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = startWorker(this.module, this.data);
    let reason = '';
    worker.on('message', (answer: JobAnswer<Answer, Progress>) => {
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

  private take(answer: JobAnswer<Answer, Progress>): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    if ('progress' in answer) {
      waiting.tell?.(answer.progress);
      return;
    }
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker!.unref();
    if ('failed' in answer) waiting.reject(new JobFailed(answer.failed, answer.status));
    else waiting.resolve(answer.answer);
  }

  private taken(): Waiting<Answer, Progress>[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }
}
