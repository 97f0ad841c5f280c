import { setImmediate } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { ReconfigurationReport } from '../../lib/messages';
// Not by the index: a thread starts faster without what reads commands.
import { Reconfiguration } from '../../lib/routing/reconfiguration';
import { reconfigurationReport } from '../../lib/routing/reconfiguration-report';
import type { JobAnswer, JobCall, JobsCancelled } from '../../lib/threads/job-thread';
import type { SearchJob } from './search-thread';

/** So often a search tells how far it is, and looks whether it was cancelled. */
const REPORT_MS = 500;
const LISTEN_MS = 50;

/** Searches up to this one are cancelled. */
let cancelled = 0;
let last: Promise<void> = Promise.resolve();

/** The other side of SearchThread: one search after the other. */
parentPort!.on('message', (call: JobCall<SearchJob> | JobsCancelled) => {
  if ('cancelled' in call) {
    cancelled = call.cancelled;
    return;
  }
  last = last
    .then(() => search(call.job, call.id))
    .then(
      (report) => answer({ id: call.id, answer: report }),
      (error: Error) => answer({ id: call.id, failed: error.message }),
    );
});

async function search({ model, settings, seconds, seed, savings, timeMs }: SearchJob, id: number) {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const isCancelled = () => cancelled >= id;
  const reconfiguration = new Reconfiguration(model, settings, seed);
  const { isWeighted } = reconfiguration.problem;
  let progress = reconfiguration.progress();
  let secondsToBest = elapsed();
  const report = (state: ReconfigurationReport['state']) =>
    reconfigurationReport(model, reconfiguration.result(state === 'done'), {
      timeMs,
      state,
      seconds: elapsed(),
      secondsToBest,
      savings,
      isWeighted,
    });
  for (let [told, listened] = [started, started]; !progress.isProven && elapsed() < seconds && !isCancelled(); ) {
    const { costKw } = progress;
    progress = reconfiguration.step();
    if (progress.costKw !== costKw) secondsToBest = elapsed();
    const now = performance.now();
    if (now - listened < LISTEN_MS) continue;
    await setImmediate();
    listened = now;
    if (now - told < REPORT_MS || progress.costKw === Number.POSITIVE_INFINITY) continue;
    told = now;
    answer({ id, progress: report('searching') });
  }
  return report(isCancelled() ? 'cancelled' : 'done');
}

function answer(message: JobAnswer<ReconfigurationReport, ReconfigurationReport>): void {
  parentPort!.postMessage(message);
}
