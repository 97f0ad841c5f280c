import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../../lib/threads/start-worker';
import type { FaultScenario, SimulatedEvent } from '../event';
import type { EventAnswer } from './event-worker';

interface Job {
  scenario: FaultScenario;
  resolve(event: SimulatedEvent): void;
  reject(error: Error): void;
}

/**
 * Simulates events in threads, because each takes a tenth of a second of a PC's core and more of a smaller one's. A
 * thread starts when there is work for it; when it dies, its event is rejected, and the next one starts another.
 */
export class EventThreads {
  private readonly waiting: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();
  private closed = false;

  /** @param size most threads */
  constructor(readonly size: number) {}

  /** @throws Error of the simulation, or when the threads are closed meanwhile */
  simulate(scenario: FaultScenario): Promise<SimulatedEvent> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ scenario, resolve, reject });
      this.next();
    });
  }

  /** Ends the threads; what is under way is rejected. */
  async close(): Promise<void> {
    this.closed = true;
    const workers = [...this.idle, ...this.busy.keys()];
    const jobs = [...this.busy.values(), ...this.waiting.splice(0)];
    this.busy.clear();
    for (const { reject } of jobs) reject(new Error('the simulation was stopped'));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private next(): void {
    if (this.closed) for (const { reject } of this.waiting.splice(0)) reject(new Error('the simulation was stopped'));
    while (this.waiting.length > 0 && this.busy.size < this.size) {
      const worker = this.idle.pop() ?? this.start();
      const job = this.waiting.shift()!;
      this.busy.set(worker, job);
      worker.ref();
      worker.postMessage(job.scenario);
    }
  }

  private start(): Worker {
    const worker = startWorker(join(__dirname, 'event-worker'), undefined);
    let reason = '';
    worker.on('message', (answer: EventAnswer) => {
      const job = this.take(worker);
      // An idle thread keeps no process alive.
      worker.unref();
      this.idle.push(worker);
      if ('event' in answer) job?.resolve(answer.event);
      else job?.reject(new Error(answer.failed));
      this.next();
    });
    worker.on('error', (error: Error) => {
      reason = `: ${error.message}`;
    });
    worker.on('exit', (code) => {
      if (this.idle.includes(worker)) this.idle.splice(this.idle.indexOf(worker), 1);
      this.take(worker)?.reject(new Error(`the thread of the simulation ended with code ${code}${reason}`));
      if (!this.closed) this.next();
    });
    return worker;
  }

  private take(worker: Worker): Job | undefined {
    const job = this.busy.get(worker);
    this.busy.delete(worker);
    return job;
  }
}
