import type { ReadingBatch } from './reading-batch';

/** Steps at which meters measure, s; each divides an hour or is a whole number of them. */
const STEPS = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600];
/** A window needs so many samples to tell anything. */
const LEAST_SAMPLES = 5;
const DAY_MINUTES = 1440;

/** How readings are laid on windows. */
export interface SampleGrid {
  sampleSeconds: number;
  windowMinutes: number;
}

/**
 * The step at which most readings of the first rows follow the one before of their meter, and windows, no shorter than
 * asked for, that hold at least five of them.
 * @returns undefined when no meter has two readings
 */
export function sampleGrid({ meter, timeMs, count }: ReadingBatch, windowMinutes: number): SampleGrid | undefined {
  const before = new Map<number, number>();
  const gaps: number[] = [];
  for (let i = 0; i < count; i++) {
    const last = before.get(meter[i]!);
    if (last !== undefined && timeMs[i]! > last) gaps.push((timeMs[i]! - last) / 1000);
    before.set(meter[i]!, timeMs[i]!);
  }
  if (gaps.length === 0) return undefined;
  const median = gaps.sort((a, b) => a - b)[gaps.length >> 1]!;
  const away = (step: number) => Math.abs(Math.log(step / median));
  const sampleSeconds = STEPS.reduce((best, step) => (away(step) < away(best) ? step : best));
  const isLongEnough = (minutes: number) => {
    const seconds = minutes * 60;
    return DAY_MINUTES % minutes === 0 && seconds % sampleSeconds === 0 && seconds >= LEAST_SAMPLES * sampleSeconds;
  };
  let minutes = windowMinutes;
  while (!isLongEnough(minutes) && minutes < DAY_MINUTES) minutes++;
  return { sampleSeconds, windowMinutes: minutes };
}
