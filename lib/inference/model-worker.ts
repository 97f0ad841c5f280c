import { parentPort, workerData } from 'node:worker_threads';
import type { SessionRequest, Tensor } from './model';
import type { Answer, Call } from './model-thread';
import { openSession } from './session';

/** The other side of ModelThread: opens the model, then computes one call after the other. */
const session = openSession(workerData as SessionRequest);
let last: Promise<unknown> = session.then(
  ({ engine, why }) => answer({ opened: { engine, why } }),
  (error: Error) => answer({ failed: error.message }),
);

parentPort!.on('message', ({ inputs }: Call) => {
  last = last.then(() => compute(inputs)).catch((error: Error) => answer({ failed: error.message }));
});

async function compute(inputs: Record<string, Tensor>): Promise<void> {
  const results = Object.entries(await (await session).run(inputs));
  // The library owns its memory; a copy can be handed over.
  const outputs = results.map(([name, { data, dims }]): [string, Tensor] => [name, { data: data.slice(), dims }]);
  answer(
    { outputs: Object.fromEntries(outputs) },
    outputs.map(([, { data }]) => data.buffer as ArrayBuffer),
  );
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer);
}
