import { parentPort } from 'node:worker_threads';
import { done, type Work } from './work';

/** Does one piece of work after the other. */
parentPort!.on('message', (work: Work) => {
  const result = done(work);
  const arrays = [
    ...result.tensors.flatMap(({ waves, features, rows, missed }) => [waves, features, rows, missed]),
    ...(result.raw ? [result.raw.samples, result.raw.rows] : []),
  ];
  parentPort!.postMessage(
    result,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );
});
