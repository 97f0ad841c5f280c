import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { CascadeScreening } from '../../lib/messages';
// Not by the index: a thread starts faster without what reads requests.
import { CascadeDesk } from '../../lib/network/cascade/cascade-answer';
import type { JobAnswer, JobCall } from '../../lib/threads/job-thread';
import type { Outcome, Task } from './cascade-thread';

/** So often a screening tells how far it is. */
const REPORT_MS = 500;

let desk: CascadeDesk | undefined;

/** The other side of CascadeThread: cascades at once, screenings outage by outage between them. */
parentPort!.on('message', ({ id, job: { job, network } }: JobCall<Task>) => {
  if (network) desk = new CascadeDesk(network.model, network.original, network.revision, network.ratings);
  compute(id, job, desk!).catch((error: Error) => answer({ id, failed: error.message }));
});

async function compute(id: number, job: Task['job'], on: CascadeDesk): Promise<void> {
  if (job.kind !== 'screen') {
    answer({ id, answer: { cascade: on.answer(job) } });
    return;
  }
  const screening = on.screening(job.loadFactor);
  for (let toldMs = Date.now(); !screening.isDone; ) {
    screening.step();
    // Others may ask meanwhile.
    await setImmediate();
    if (Date.now() - toldMs < REPORT_MS || screening.isDone) continue;
    toldMs = Date.now();
    answer({ id, progress: screening.report() });
  }
  answer({ id, answer: { screening: screening.report() } });
}

function answer(message: JobAnswer<Outcome, CascadeScreening>): void {
  parentPort!.postMessage(message);
}
