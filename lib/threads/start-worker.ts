import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Starts a module of this package in a thread of its own.
 * @param module absolute path without extension: from the sources, as tests run them, it is TypeScript and the thread
 *   needs its loader too
 */
export function startWorker(module: string, workerData: unknown): Worker {
  const extension = extname(__filename);
  if (extension === '.js') return new Worker(`${module}.js`, { workerData });
  const loader = JSON.stringify(require.resolve('tsx/cjs'));
  return new Worker(`require(${loader}); require(${JSON.stringify(module + extension)});`, { workerData, eval: true });
}
