import { blockSlope } from './block-slope';
import { ERROR_LEVEL } from './explain-proportional';
import type { NamedMeter } from './feeder';
import { median } from './robust';
import { studentTail } from './student';

/** A meter whose power changes by less than this from window to window, W, three times in a row, stands still. */
const STILL_W = 1;
const STILL_RUN = 3;
/** A day with less than this share of the meter's median day is a quiet one. */
const QUIET_SHARE = 0.6;
/** Shares of a day: quiet time needed today, time of both kinds needed in all, and length of a block. */
const LEAST_QUIET = 1 / 12;
const LEAST_OTHER = 3 / 4;
const BLOCK = 1 / 4;
/** A rise of the gap below this share of the load is not looked at. */
const SMALLEST_SHARE = 0.002;
/** The rise of the gap must be as large as the drop of the meter within this factor. */
const ALIKE = 2.5;

/** What is searched: homes and their power by window, the last `today` windows being those of the last day. */
export interface QuietSearch {
  homes: readonly { meterId: string }[];
  metersW: readonly Float64Array[];
  loadW: Float64Array;
  /** Gap that nobody explains, W. */
  unexplainedW: Float64Array;
  /** Number of each window. */
  windows: readonly number[];
  today: number;
  windowsPerDay: number;
}

/**
 * Meters with whose silence the gap goes: it is larger, by about what they counted before, in the time in which they
 * stand still (a zero or frozen meter) or through days on which they count far less. Two means by a t test with errors
 * from a jackknife over blocks of six hours, at ERROR_LEVEL over all meters. When several meters went quiet with the
 * rise, nothing tells them apart and the confidence is divided.
 */
export function explainQuiet(search: QuietSearch, named: readonly NamedMeter[]): NamedMeter[] {
  const { homes, metersW, windows, windowsPerDay } = search;
  const blockOf = Int32Array.from(
    windows,
    (window) => Math.floor(window / (windowsPerDay * BLOCK)) - blockStart(search),
  );
  const found = homes.flatMap(({ meterId }, meter) => {
    if (named.some((other) => other.meterId === meterId)) return [];
    return quietMeter(search, meterId, metersW[meter]!, blockOf) ?? [];
  });
  for (const share of found) share.confidence /= found.length;
  return found;
}

const blockStart = ({ windows, windowsPerDay }: QuietSearch) => Math.floor(windows[0]! / (windowsPerDay * BLOCK));

function quietMeter(search: QuietSearch, meterId: string, powerW: Float64Array, blockOf: Int32Array) {
  const { unexplainedW, loadW, homes, today, windowsPerDay } = search;
  const quiet = quietWindows(powerW, today);
  const count = quiet.reduce((sum, one) => sum + one, 0);
  const quietToday = quiet.subarray(quiet.length - today).reduce((sum, one) => sum + one, 0);
  if (quietToday < LEAST_QUIET * windowsPerDay || quiet.length - count < LEAST_OTHER * windowsPerDay) return undefined;
  const { slope, error, blocks } = blockSlope(centered(quiet), centered(unexplainedW), blockOf);
  const smallestW = SMALLEST_SHARE * mean(loadW.map(Math.abs));
  const p = studentTail((slope - smallestW) / error, Math.max(1, blocks - 1));
  const confidence = 1 - p * homes.length;
  if (!(confidence >= 1 - ERROR_LEVEL)) return undefined;
  const dropW = mean(powerW.filter((_, t) => quiet[t] === 0)) - mean(powerW.filter((_, t) => quiet[t] === 1));
  if (!(slope <= ALIKE * dropW && slope >= dropW / ALIKE)) return undefined;
  return { meterId, ratio: 0, quietW: slope, error, confidence };
}

/** 1 for windows in which a meter stands still, and for all windows of a quiet day; days are counted from the end. */
export function quietWindows(powerW: Float64Array, today: number): Uint8Array {
  const quiet = new Uint8Array(powerW.length);
  for (let t = 0, run = 1; t < powerW.length; t++) {
    run = t > 0 && Math.abs(powerW[t]! - powerW[t - 1]!) < STILL_W ? run + 1 : 1;
    if (run >= STILL_RUN) quiet.fill(1, t - run + 1, t + 1);
  }
  const days: [from: number, to: number, mean: number][] = [];
  for (let to = powerW.length; to > 0 && today > 0; to -= today) {
    const from = Math.max(0, to - today);
    days.push([from, to, mean(powerW.subarray(from, to))]);
  }
  const usualW = median(days.map(([, , dayW]) => dayW));
  for (const [from, to, dayW] of days) if (days.length >= 3 && dayW < QUIET_SHARE * usualW) quiet.fill(1, from, to);
  return quiet;
}

const mean = (values: Float64Array) => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);

function centered(values: Float64Array | Uint8Array): Float64Array {
  const copy = Float64Array.from(values);
  const middle = mean(copy);
  return copy.map((value) => value - middle);
}
