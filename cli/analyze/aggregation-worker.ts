import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { Aggregation, type AggregationMessage } from './aggregation';

/** The other end of AggregationThread: answers every message once it is done. An error ends the thread. */
async function main(): Promise<void> {
  const port = parentPort!;
  const aggregation = new Aggregation(workerData);
  try {
    await aggregation.begin();
    for await (const [message] of on(port, 'message') as AsyncIterable<[AggregationMessage]>) {
      await aggregation.take(message);
      port.postMessage('done');
      if ('end' in message) break;
    }
    port.close();
  } catch (error) {
    // Nothing unfinished stays behind; the parent hears of the error that came first.
    await aggregation.take({ end: 'abandon' }).catch(() => undefined);
    throw error;
  }
}

main();
