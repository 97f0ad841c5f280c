import { once } from 'node:events';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../threads/start-worker';
import { ComputingGate } from './computing-gate';
import type { Model, SessionRequest, Tensor } from './model';
import type { WorkerData } from './model-worker';

/** So many calls may wait for the thread. */
export const MAX_WAITING = 64;

/** What the thread is asked; it answers in the same order. */
export interface Call {
  inputs: Record<string, Tensor>;
}
type Opened = Pick<Model, 'engine' | 'why'>;
export type Answer = { opened: Opened } | { outputs: Record<string, Tensor> } | { failed: string };

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * A model in a thread of its own, because computing would block the event loop. Calls are answered in order. When the
 * thread dies, what is under way is rejected, and the next call starts another one.
 */
export class ModelThread implements Model {
  private worker: Worker | undefined;
  /** Who waits for an answer of the thread, oldest first. */
  private waiting: Waiting[] = [];
  private opened: Opened | undefined;
  private closed = false;

  private constructor(private readonly request: SessionRequest) {}

  /** @throws Error why the model can't be opened */
  static async open(request: SessionRequest): Promise<ModelThread> {
    const thread = new ModelThread(request);
    try {
      await thread.start();
    } catch (error) {
      await thread.close();
      throw error;
    }
    return thread;
  }

  get engine(): Model['engine'] {
    return this.opened!.engine;
  }

  get why(): Model['why'] {
    return this.opened!.why;
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const { name } = this.request.source;
    if (this.closed) throw new Error(`model ${name} is closed: open it again`);
    if (this.waiting.length >= MAX_WAITING) {
      throw new Error(
        `model ${name}: ${MAX_WAITING} calls wait already; wait for their answers, or give more in one call`,
      );
    }
    const starting = this.worker ? undefined : this.start();
    const copies = Object.entries(inputs).map(([input, { data, dims }]): [string, Tensor] => [
      input,
      { data: data.slice(), dims },
    ]);
    this.worker!.postMessage(
      { inputs: Object.fromEntries(copies) } satisfies Call,
      copies.map(([, { data }]) => data.buffer as ArrayBuffer),
    );
    const [answer] = await Promise.all([this.answer(), starting]);
    return (answer as { outputs: Record<string, Tensor> }).outputs;
  }

  async close(): Promise<void> {
    this.closed = true;
    const worker = this.worker;
    this.lose(new Error(`model ${this.request.source.name} was closed`));
    if (!worker) return;
    worker.ref();
    worker.postMessage('close');
    await once(worker, 'exit');
  }

  private async start(): Promise<void> {
    const gate = new ComputingGate();
    const data: WorkerData = { request: this.request, gate: gate.memory };
    const worker = startWorker(join(__dirname, 'model-worker'), data);
    const stop = () => gate.stop();
    process.once('exit', stop);
    this.worker = worker;
    let reason = '';
    worker.on('message', (message: Answer) => {
      if (this.worker === worker) this.take(message);
    });
    worker.on('error', (error: Error) => {
      reason = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      process.off('exit', stop);
      const { name } = this.request.source;
      if (this.worker === worker) this.lose(new Error(`the thread of model ${name} ended with code ${code}${reason}`));
    });
    this.opened = ((await this.answer()) as { opened: Opened }).opened;
  }

  private answer(): Promise<Answer> {
    // Only while somebody waits shall the thread keep the process alive.
    this.worker!.ref();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private take(message: Answer): void {
    const caller = this.waiting.shift();
    if (this.waiting.length === 0) this.worker!.unref();
    if ('failed' in message) caller?.reject(new Error(message.failed));
    else caller?.resolve(message);
  }

  private lose(error: Error): void {
    this.worker = undefined;
    for (const caller of this.waiting.splice(0)) caller.reject(error);
  }
}
