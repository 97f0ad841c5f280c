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

/** Nodes × branches, to which the time of these two is in proportion; so much takes some 30 ms. */
const MOST_AT_ONCE = 1e6;

/** Computes a model, in a thread of its own where that would hold up everything else. */
export function computeModel(request: ModelRequest): ModelJob {
  const { network, name, settings } = request;
  const isSlow = name === 'betweenness' || name === 'closeness';
  if (isSlow && network.nodes.length * network.branches.length > MOST_AT_ONCE) return inThread(request);
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
