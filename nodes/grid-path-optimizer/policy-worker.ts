import { parentPort } from 'node:worker_threads';
import { answerPolicy, type PolicyJob, type PolicyResult } from '../../lib/paths/path-desk';
import type { JobAnswer, JobCall } from '../../lib/threads/job-thread';

/** Trains policies in a thread of its own, so that no optimisation waits for them. */
parentPort!.on('message', ({ id, job }: JobCall<PolicyJob>) => {
  parentPort!.postMessage({ id, answer: answerPolicy(job) } satisfies JobAnswer<PolicyResult>);
});
