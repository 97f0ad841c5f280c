import { join } from 'node:path';
import type { NetworkModel } from '../network/network-model';
import { startWorker } from '../threads/start-worker';
import { type StressModel, type StressModelName, type StressModelSettings, stressModel } from './stress-model';

export interface ModelRequest {
  network: NetworkModel;
  name: StressModelName;
  settings: StressModelSettings;
}

/** A model that is being computed. */
export interface ModelJob {
  done: Promise<StressModel>;
  /** Nobody wants it any more; `done` then rejects, unless it was there already. */
  stop(): void;
}

const SLOW: readonly StressModelName[] = ['betweenness', 'closeness', 'eigenvector'];
/** Nodes × branches, with which their time grows; so much (some 400 nodes) takes up to 50 ms. */
const MOST_AT_ONCE = 2e5;

/**
 * Computes a model, in a thread of its own where that would hold up everything else. The electrical one can't come from a
 * thread: it goes on computing, with each source.
 */
export function computeModel(request: ModelRequest): ModelJob {
  const { network, name, settings } = request;
  const size = network.nodes.length * network.branches.length;
  if (SLOW.includes(name) && size > MOST_AT_ONCE) return inThread(request);
  return { done: Promise.resolve().then(() => stressModel(network, name, settings)), stop: () => undefined };
}

function inThread(request: ModelRequest): ModelJob {
  const worker = startWorker(join(__dirname, 'compute-model-worker'), request);
  const done = new Promise<StressModel>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that computes it ended with code ${code}`)));
  });
  return { done, stop: () => void worker.terminate() };
}
