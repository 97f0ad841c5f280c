import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { ReconfigurationReport } from '../../lib/messages';
import type { NetworkModel } from '../../lib/network/network-model';
import type { ReconfigurationSettings, SavingsSettings } from '../../lib/routing';
import { startWorker } from '../../lib/threads/start-worker';

export interface SearchJob {
  model: NetworkModel;
  settings: ReconfigurationSettings;
  seconds: number;
  seed: number;
  savings: SavingsSettings;
  /** Event time of the network. */
  timeMs: number;
}

/** What the thread is told: `cancel` ends the search that is under way, with its best so far. */
export type Call = { id: number; job: SearchJob } | { cancel: number };
/** What it tells; a report in the state `searching` is progress, everything else ends the search. */
export type Answer = { id: number } & ({ report: ReconfigurationReport } | { failed: string });

interface Waiting {
  resolve(report: ReconfigurationReport | undefined): void;
  reject(error: Error): void;
  tell(report: ReconfigurationReport): void;
}

/**
 * Searches in a thread of its own, one search at a time. The thread starts with the first search; when it dies, the search
 * is rejected, and the next one starts another.
 */
export class SearchThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** Under way or waiting. */
  get searches(): number {
    return this.waiting.size;
  }

  /**
   * Cancels the search that is under way and begins another.
   * @param tell is given what is known so far, twice a second
   * @returns the report, of state `done` or `cancelled`; undefined when the thread was ended by `close`
   * @throws Error of the search, or when the thread dies
   */
  search(job: SearchJob, tell: (report: ReconfigurationReport) => void): Promise<ReconfigurationReport | undefined> {
    this.cancel();
    this.worker ??= this.start();
    const { worker } = this;
    const id = ++this.lastId;
    worker.postMessage({ id, job } satisfies Call);
    // Only while somebody waits shall the thread keep the process alive.
    worker.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, tell }));
  }

  /** Ends the search that is under way, if there is one; its promise gets what was found so far. */
  cancel(): void {
    if (this.searches > 0) this.worker?.postMessage({ cancel: this.lastId } satisfies Call);
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    for (const { resolve } of this.taken()) resolve(undefined);
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = startWorker(join(__dirname, 'search-worker'), undefined);
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
      const error = new Error(`the thread that searches ended with code ${code}${reason}: search again`);
      for (const { reject } of this.taken()) reject(error);
    });
    return worker;
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    if ('report' in answer && answer.report.state === 'searching') {
      waiting.tell(answer.report);
      return;
    }
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker!.unref();
    if ('failed' in answer) waiting.reject(new Error(answer.failed));
    else waiting.resolve(answer.report);
  }

  private taken(): Waiting[] {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }
}
