import { parentPort, workerData } from 'node:worker_threads';
import { withValues } from '../../lib/network/report';
import { computeFlow, FlowFault } from './compute-flow';
import type { Answer, Call, Task } from './power-flow-thread';

const { original, settings } = workerData as Task;

/** The other side of PowerFlowThread. */
parentPort!.on('message', ({ id, values, timeMs }: Call) => {
  parentPort!.postMessage({ id, ...solved(values, timeMs) } satisfies Answer);
});

function solved(values: Call['values'], timeMs: number) {
  try {
    // As JSON, which the event loop takes apart in half the time of objects that are copied.
    return { text: JSON.stringify(computeFlow(withValues(original, values), timeMs, settings)) };
  } catch (error) {
    return { failed: (error as Error).message, status: error instanceof FlowFault ? error.status : 'see the error' };
  }
}
