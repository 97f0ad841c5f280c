import { parentPort, workerData } from 'node:worker_threads';
import { withValues } from '../../lib/network/report';
import type { JobAnswer, JobCall, JobFailed } from '../../lib/threads/job-thread';
import { computeFlow, type FlowData, type FlowJob } from './compute-flow';

const { original, settings } = workerData as FlowData;

/** Computes power flows in a thread of its own. */
parentPort!.on('message', ({ id, job }: JobCall<FlowJob>) => {
  parentPort!.postMessage({ id, ...solved(job) } satisfies JobAnswer<string>);
});

function solved({ values, timeMs }: FlowJob) {
  try {
    // As JSON, which the event loop takes apart in half the time of objects that are copied.
    return { answer: JSON.stringify(computeFlow(withValues(original, values), timeMs, settings)) };
  } catch (error) {
    const { message, status } = error as JobFailed;
    return { failed: message, ...(status === undefined ? {} : { status }) };
  }
}
