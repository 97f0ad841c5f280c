import { parentPort } from 'node:worker_threads';
import { PathDesk, type PathJob, type PathResult } from '../../lib/paths/path-desk';
import type { JobAnswer, JobCall } from '../../lib/threads/job-thread';

const desk = new PathDesk();
/** One after the other: the state of the desk is that of the latest job. */
let latest: Promise<void> = Promise.resolve();

/** Optimises in a thread of its own. */
parentPort!.on('message', ({ id, job }: JobCall<PathJob>) => {
  latest = latest
    .then(() => desk.take(job))
    .then((result) => answer({ id, answer: result }))
    .catch((error: Error) => answer({ id, failed: error.message }));
});

function answer(message: JobAnswer<PathResult>): void {
  parentPort!.postMessage(message);
}
