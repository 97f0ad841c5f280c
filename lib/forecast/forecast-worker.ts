import { parentPort, workerData } from 'node:worker_threads';
import { noHolidays } from './day-features';
import type { ForecastAnswer, ForecastTask } from './forecast-thread';
import { forecastWork } from './forecast-work';

/** So often a test tells how far it is. */
const REPORT_MS = 500;

/** The other side of `forecastInThread`: one piece of work, and the thread ends. */
async function run({ country, ...work }: ForecastTask): Promise<void> {
  // A megabyte of rules that is needed only here.
  const holidays = country === '' ? noHolidays : (await import('./holidays.js')).countryCalendar(country).holidays;
  let toldMs = Date.now();
  const result = forecastWork(work, holidays, (done, of) => {
    if (Date.now() - toldMs < REPORT_MS) return;
    toldMs = Date.now();
    answer({ done, of });
  });
  answer({ result });
}

function answer(message: ForecastAnswer): void {
  parentPort!.postMessage(message);
}

run(workerData as ForecastTask).catch((error: Error) => answer({ failed: error.message }));
