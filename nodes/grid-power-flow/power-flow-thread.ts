import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { NetworkModel } from '../../lib/network/network-model';
import type { NetworkValues, PowerFlowSettings } from '../../lib/network/report';
import { startWorker } from '../../lib/threads/start-worker';
import { FlowFault, type FlowResult } from './compute-flow';

/** What the thread is started with. */
export interface Task {
  original: NetworkModel;
  settings: PowerFlowSettings;
}
export interface Call {
  id: number;
  values: NetworkValues;
  timeMs: number;
}
export type Answer = { id: number } & ({ text: string } | { failed: string; status: string });

interface Waiting {
  resolve(result: FlowResult): void;
  reject(error: Error): void;
}

/**
 * Power flows of one network in a thread of its own. It starts with the first one; when it dies, what is under way is
 * rejected, and the next one starts another.
 */
export class PowerFlowThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly task: Task) {}

  /** @throws FlowFault, or Error when the thread dies */
  compute(values: NetworkValues, timeMs: number): Promise<FlowResult> {
    this.worker ??= this.start();
    const id = ++this.lastId;
    const call: Call = { id, values, timeMs };
    this.worker.postMessage(call, [values.nodes.buffer as ArrayBuffer, values.branches.buffer as ArrayBuffer]);
    // Only while somebody waits shall the thread keep the process alive.
    this.worker.ref();
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** What is under way is never told. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.waiting.clear();
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = startWorker(join(__dirname, 'power-flow-worker'), this.task);
    let reason = '';
    worker.on('message', (answer: Answer) => this.take(answer));
    // Without a listener the error would end the process.
    worker.on('error', (error: Error) => {
      reason = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.rejectAll(new Error(`the thread that computes power flows ended with code ${code}${reason}: ask again`));
    });
    return worker;
  }

  private take(answer: Answer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker?.unref();
    if ('failed' in answer) waiting.reject(new FlowFault(answer.failed, answer.status));
    else waiting.resolve(JSON.parse(answer.text) as FlowResult);
  }

  private rejectAll(error: Error): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of all) reject(error);
  }
}
