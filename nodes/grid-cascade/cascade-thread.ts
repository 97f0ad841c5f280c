import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { CascadeScreening } from '../../lib/messages';
import type { CascadeAnswer, CascadeJob, RatingSettings } from '../../lib/network/cascade';
import type { NetworkModel } from '../../lib/network/network-model';
import { startWorker } from '../../lib/threads/start-worker';

/** So many jobs may be under way or wait. */
export const MAX_WAITING = 20;

/** The network that jobs are about. */
export interface NetworkState {
  /** An object of its own for each state. */
  model: NetworkModel;
  original: NetworkModel;
  revision: number;
}

/** What the thread is told. */
export type Call = { network: NetworkState & { ratings: RatingSettings } } | { id: number; job: CascadeJob };
/** What it tells; all but progress ends the job. */
export type Answer = { id: number } & (
  | { cascade: CascadeAnswer }
  | { screening: CascadeScreening }
  | { progress: CascadeScreening }
  | { failed: string }
);
export type Outcome = { cascade: CascadeAnswer } | { screening: CascadeScreening } | 'cancelled';

interface Waiting {
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
  progress(screening: CascadeScreening): void;
}

/**
 * Computes cascades in a thread of its own, because a screening, or one cascade of thousands of buses, blocks the event
 * loop. The thread starts with the first job; when it dies, what is under way is rejected, and the next job starts another.
 */
export class CascadeThread {
  private worker: Worker | undefined;
  /** What the thread has been told last. */
  private model: NetworkModel | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly ratings: RatingSettings) {}

  get waitingJobs(): number {
    return this.waiting.size;
  }

  /** @throws Error of the computation, or when the thread dies */
  run(job: CascadeJob, network: NetworkState, progress: (screening: CascadeScreening) => void): Promise<Outcome> {
    this.worker ??= this.start();
    const { worker } = this;
    if (this.model !== network.model) {
      worker.postMessage({ network: { ...network, ratings: this.ratings } } satisfies Call);
      this.model = network.model;
    }
    const id = ++this.lastId;
    worker.postMessage({ id, job } satisfies Call);
    // Only while somebody waits shall the thread keep the process alive.
    worker.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, progress }));
  }

  /** Gives up all jobs; the next one starts another thread, as one that computes can't be spoken to. */
  async cancel(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.model = undefined;
    const cancelled = this.taken();
    for (const { resolve } of cancelled) resolve('cancelled');
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = startWorker(join(__dirname, 'cascade-worker'), undefined);
    let reason = '';
    worker.on('message', (answer: Answer) => {
      if (this.worker === worker) this.take(answer);
    });
    // Without a listener the error would end the process.
    worker.on('error', (error: Error) => {
      reason = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.model = undefined;
      const error = new Error(`the thread that computes cascades ended with code ${code}${reason}: ask again`);
      for (const { reject } of this.taken()) reject(error);
    });
    return worker;
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    if ('progress' in answer) {
      waiting.progress(answer.progress);
      return;
    }
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker!.unref();
    if ('failed' in answer) waiting.reject(new Error(answer.failed));
    else waiting.resolve(answer);
  }

  private taken(): Waiting[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }
}
