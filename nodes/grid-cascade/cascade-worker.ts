import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
// Not by the index: a thread starts faster without what reads requests.
import { CascadeDesk } from '../../lib/network/cascade/cascade-answer';
import type { Answer, Call } from './cascade-thread';

/** So often a screening tells how far it is. */
const REPORT_MS = 500;

let desk: CascadeDesk | undefined;

/** The other side of CascadeThread: cascades at once, screenings outage by outage between them. */
parentPort!.on('message', (call: Call) => {
  if ('network' in call) {
    const { model, original, revision, ratings } = call.network;
    desk = new CascadeDesk(model, original, revision, ratings);
    return;
  }
  compute(call, desk!).catch((error: Error) => answer({ id: call.id, failed: error.message }));
});

async function compute({ id, job }: Extract<Call, { id: number }>, on: CascadeDesk): Promise<void> {
  if (job.kind !== 'screen') {
    answer({ id, cascade: on.answer(job) });
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
  answer({ id, screening: screening.report() });
}

function answer(message: Answer): void {
  parentPort!.postMessage(message);
}
