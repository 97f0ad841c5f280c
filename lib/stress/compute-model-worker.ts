import { parentPort, workerData } from 'node:worker_threads';
import type { ModelRequest } from './compute-model';
import { stressModel } from './stress-model';

/** The thread of a slow model: computes the one it is started with, sends it, and ends. */
const { network, name, settings } = workerData as ModelRequest;
parentPort!.postMessage(stressModel(network, name, settings));
