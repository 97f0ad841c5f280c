import { join } from 'node:path';
import { startWorker } from '../threads/start-worker';
import type { ForecastWork, WorkResult } from './forecast-work';

/** Work, and the country whose public holidays count (as `countryCalendar` takes it); empty: none. */
export interface ForecastTask extends ForecastWork {
  country: string;
}
export type ForecastAnswer = { result: WorkResult } | { done: number; of: number } | { failed: string };

/** Work that was begun. */
export interface RunningWork {
  /** Rejects with the error of the computation, when the thread dies, or is cancelled. */
  result: Promise<WorkResult>;
  cancel(): Promise<void>;
}
export type StartWork = (task: ForecastTask, progress: (done: number, of: number) => void) => RunningWork;

/** Works in a thread that ends with its work: training takes seconds, once a day. */
export const forecastInThread: StartWork = (task, progress) => {
  const worker = startWorker(join(__dirname, 'forecast-worker'), task);
  const result = new Promise<WorkResult>((resolve, reject) => {
    worker.on('message', (answer: ForecastAnswer) => {
      if ('result' in answer) resolve(answer.result);
      else if ('failed' in answer) reject(new Error(answer.failed));
      else progress(answer.done, answer.of);
    });
    worker.on('error', reject);
    // Of no account when it has answered.
    worker.on('exit', (code) =>
      reject(new Error(`the thread that forecasts ended with code ${code}: it is tried again`)),
    );
  });
  return { result, cancel: async () => void (await worker.terminate()) };
};
