import { join } from 'node:path';
import type { CascadeScreening } from '../../lib/messages';
import type { CascadeAnswer, CascadeJob, RatingSettings } from '../../lib/network/cascade';
import type { NetworkModel } from '../../lib/network/network-model';
import { JobThread } from '../../lib/threads/job-thread';

/** So many jobs may be under way or wait. */
export const MAX_WAITING = 20;

/** The network that jobs are about. */
export interface NetworkState {
  /** An object of its own for each state. */
  model: NetworkModel;
  original: NetworkModel;
  revision: number;
}

/** What the thread is told: a job, and the network where it is another one than that of the job before. */
export interface Task {
  job: CascadeJob;
  network?: NetworkState & { ratings: RatingSettings };
}
export type Outcome = { cascade: CascadeAnswer } | { screening: CascadeScreening };

/**
 * Computes cascades in a thread of its own, because a screening, or one cascade of thousands of buses, blocks the event
 * loop.
 */
export class CascadeThread {
  private readonly thread: JobThread<Task, Outcome, CascadeScreening>;
  /** What the thread has been told last. */
  private model: NetworkModel | undefined;

  constructor(private readonly ratings: RatingSettings) {
    this.thread = new JobThread(join(__dirname, 'cascade-worker'), 'computes cascades');
  }

  get waitingJobs(): number {
    return this.thread.jobs;
  }

  /** @returns undefined when it was cancelled. @throws Error of the computation, or when the thread dies */
  run(
    job: CascadeJob,
    network: NetworkState,
    tell: (screening: CascadeScreening) => void,
  ): Promise<Outcome | undefined> {
    const isKnown = this.thread.isRunning && this.model === network.model;
    this.model = network.model;
    return this.thread.run({ job, ...(isKnown ? {} : { network: { ...network, ratings: this.ratings } }) }, { tell });
  }

  /** Gives up all jobs; the next one starts another thread, as one that computes can't be spoken to. */
  cancel(): Promise<void> {
    return this.thread.close();
  }
}
