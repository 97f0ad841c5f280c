import { parentPort, workerData } from 'node:worker_threads';
import { ComputingGate } from './computing-gate';
import type { SessionRequest, Tensor } from './model';
import type { Answer, Call } from './model-thread';
import { openSession } from './session';

/** What the thread begins with. */
export interface WorkerData {
  request: SessionRequest;
  /** Memory of its ComputingGate. */
  gate: SharedArrayBuffer;
}

/** The other side of ModelThread: opens the model, then computes one call after the other. */
const { request, gate: memory } = workerData as WorkerData;
const gate = new ComputingGate(memory);
const session = gate.pass(() => openSession(request));
let last: Promise<unknown> = session.then(
  ({ engine, why }) => answer({ opened: { engine, why } }),
  (error: Error) => answer({ failed: error.message }),
);

let closing = false;
parentPort!.on('message', (message: Call | 'close') => {
  if (message === 'close') {
    closing = true;
    void last.then(close);
  } else {
    const { inputs } = message;
    last = last.then(() => compute(inputs)).catch((error: Error) => answer({ failed: error.message }));
  }
});

/** The thread ends by itself: to be terminated while the native library computes would abort the whole process. */
async function close(): Promise<void> {
  await session.then((model) => model.close()).catch(() => undefined);
  parentPort!.close();
}

async function compute(inputs: Record<string, Tensor>): Promise<void> {
  if (closing) return;
  const model = await session;
  const results = Object.entries(await gate.pass(() => model.run(inputs)));
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
