import { join } from 'node:path';
import { startWorker } from '../../lib/threads/start-worker';
import type { Work, WorkDone } from './work';

/** Has all work done by so many threads. @returns in the order of the work @throws the first Error of a worker */
export async function allDone(
  works: readonly Work[],
  threads: number,
  progress: (done: number) => void,
): Promise<WorkDone[]> {
  const results: WorkDone[] = [];
  let next = 0;
  let finished = 0;
  const thread = () =>
    new Promise<void>((resolve, reject) => {
      const worker = startWorker(join(__dirname, 'worker'), undefined);
      let current = -1;
      const go = () => {
        if (next >= works.length) return void worker.terminate().then(() => resolve(), reject);
        current = next++;
        worker.postMessage(works[current]);
      };
      worker.on('message', (result: WorkDone) => {
        results[current] = result;
        progress(++finished);
        go();
      });
      worker.on('error', reject);
      go();
    });
  await Promise.all(Array.from({ length: Math.min(threads, works.length) }, thread));
  return results;
}
