import { parentPort, workerData } from 'node:worker_threads';
import { Aggregation, type AggregationMessage } from './aggregation';

/** The other end of AggregationThread: answers every message once it is done. An error ends the thread. */
async function main(): Promise<void> {
  const port = parentPort!;
  const aggregation = new Aggregation(workerData);
  let work = aggregation.begin();
  port.on('message', (message: AggregationMessage) => {
    work = work.then(async () => {
      await aggregation.take(message);
      port.postMessage('done');
      if ('end' in message) port.close();
    });
    // Thrown where the parent hears of it.
    work.catch((error) =>
      setImmediate(() => {
        throw error;
      }),
    );
  });
  await work;
}

main();
