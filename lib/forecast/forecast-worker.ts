import { parentPort, workerData } from 'node:worker_threads';
import { noHolidays } from './day-features';
import type { ForecastAnswer, ForecastTask } from './forecast-thread';
import { forecastWork } from './forecast-work';
import { countryCalendar } from './holidays';

/** So often a test tells how far it is. */
const REPORT_MS = 500;

/** The other side of `forecastInThread`: one piece of work, and the thread ends. */
function run({ country, ...work }: ForecastTask): void {
  const holidays = country === '' ? noHolidays : countryCalendar(country).holidays;
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

try {
  run(workerData as ForecastTask);
} catch (error) {
  answer({ failed: (error as Error).message });
}
