import { givenColumns } from '../cli/theft/reading-columns';
import { ReadingsCsv } from '../cli/theft/readings-csv';
import type { MeterWindow } from '../lib/theft/meter-window';
import { WindowStage } from '../lib/theft/window-stage';
import { type MeterWindows, TrainingSet, WARM_UP_DAYS } from './training-set';

/** The last part of each meter's time is kept for the validation. */
const VALIDATION_SHARE = 0.2;
/** More would only take longer: 20 times through them is minutes. */
const MOST_WINDOWS = 60_000;
/** With fewer the model learns these windows and not what windows are like; of one meter they are two weeks. */
const LEAST_WINDOWS = { training: 1600, validation: 400 } as const;

export interface CsvOptions {
  /** As the option of `gridloom theft`. */
  columns: string;
  /** Time between two samples, s; divides 10 minutes. */
  sampleSeconds: number;
}

/**
 * Windows of a user's readings: timeStamp, Power and, where they are there, Voltage, Current, PF and meter. The files are
 * read as `gridloom theft` reads them, and gaps stay gaps.
 * @throws Error when a file can't be read, or the data are too few
 */
export async function csvSet(
  paths: readonly string[],
  options: CsvOptions,
  log: (line: string) => void,
): Promise<TrainingSet> {
  const meters = await metersOf(paths, options, log);
  const all = meters.reduce((sum, windows) => sum + windows.length, 0);
  const set = new TrainingSet(Math.min(1, MOST_WINDOWS / all), 1);
  for (const windows of meters) {
    const [firstMs, lastMs] = [windows[0]!.startMs, windows.at(-1)!.startMs];
    const from = lastMs - VALIDATION_SHARE * (lastMs - firstMs);
    set.add(windows, ({ startMs }) => (startMs >= from ? 'validation' : 'training'));
  }
  for (const [part, least] of Object.entries(LEAST_WINDOWS)) {
    const count = set.count(part);
    log(`${part}: ${count} windows of ${meters.length} meters`);
    if (count < least) {
      throw new Error(
        `${paths.join(', ')}: ${count} windows for the ${part} are too few, ${least} are needed (there are ${all}; ` +
          `${WARM_UP_DAYS} days of each meter are its warm-up, half-empty windows don't count): give more days or meters, or --sample-seconds if they come more seldom`,
      );
    }
  }
  return set;
}

async function metersOf(
  paths: readonly string[],
  options: CsvOptions,
  log: (line: string) => void,
): Promise<MeterWindows[]> {
  const settings = { columns: givenColumns(options.columns), timeZone: 'UTC', latestMs: Date.now(), mostListed: 0 };
  const csv = new ReadingsCsv(settings);
  const stage = new WindowStage({ sampleSeconds: options.sampleSeconds });
  const byMeter = new Map<string, MeterWindows>();
  const take = (windows: readonly MeterWindow[]) => {
    for (const window of windows) {
      const own = byMeter.get(window.meterId);
      if (own) own.push(window);
      else byMeter.set(window.meterId, [window]);
    }
  };
  for await (const batch of csv.batches(paths, new AbortController().signal)) {
    const { meter, timeMs, powerW, voltageV, currentA, powerFactor } = batch;
    for (let i = 0; i < batch.count; i++) {
      const { meterId } = csv.meters[meter[i]!]!;
      stage.addSample(stage.meter(meterId), timeMs[i]!, powerW[i]!, voltageV[i]!, currentA[i]!, powerFactor[i]!);
    }
    take(stage.takeWindows());
  }
  take(stage.flush()?.windows ?? []);
  log(`${csv.rows} rows, ${csv.refused.total} of them refused, ${stage.totals.late} too late`);
  return [...byMeter.values()].map((windows) => windows.sort((a, b) => a.startMs - b.startMs));
}
