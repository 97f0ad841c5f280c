import { blockSlope } from './block-slope';
import type { NamedMeter } from './feeder';
import { upperQuartile } from './robust';
import { studentTail } from './student';

/** How often a feeder of honest meters may name one of them on a day whose gap is conspicuous, at most. */
const ERROR_LEVEL = 0.05;
/** Score of the unexplained gap of a day from which on silence is looked for: one honest day in ten. */
export const CONSPICUOUS_SCORE = 1;
/** Below this share of its mean power, three windows in a row, a meter counts next to nothing. */
const NOTHING_SHARE = 0.1;
const NOTHING_RUN = 3;
/** Power that stays within this, W, for two hours stands still: no home is so steady. */
const STILL_W = 0.1;
const STILL_DAYS = 1 / 12;
/** A day with less than this share of the meter's usual day (upper quartile) is a quiet one. */
export const QUIET_SHARE = 0.5;
/** Shares of a day: quiet time needed today, time of both kinds needed in all, and length of a block. */
const LEAST_QUIET = 1 / 12;
const LEAST_OTHER = 3 / 4;
const BLOCK = 1 / 4;
/** A rise of the gap below this share of the load is not looked at. */
const SMALLEST_SHARE = 0.002;
/** Kinds of silence that are looked at. */
const KINDS = 2;
/** More meters than this are not looked for. */
const MOST_METERS = 3;
/** A meter whose t is at least this part of the best one's explains the gap about as well. */
const RIVAL = 0.75;
/** The rise of the gap must be as large as the drop of the meter within this factor. */
export const ALIKE = 2.5;

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
 * from a jackknife over blocks of six hours, at ERROR_LEVEL over all meters: an evening or a day is one observation, so
 * that it takes some of them to be sure. The surest comes first and its part is taken off before the next one is looked
 * for. When others explain the same rise about as well, nothing tells them apart and the confidence is divided.
 */
export function explainQuiet(search: QuietSearch, named: readonly NamedMeter[]): NamedMeter[] {
  const { windows, windowsPerDay } = search;
  const blockOf = Int32Array.from(windows, (window) => Math.floor(window / (windowsPerDay * BLOCK)));
  const first = blockOf[0]!;
  for (let t = 0; t < blockOf.length; t++) blockOf[t]! -= first;
  const found: NamedMeter[] = [];
  const smallestW = SMALLEST_SHARE * mean(search.loadW.map(Math.abs));
  let { unexplainedW } = search;
  while (found.length < MOST_METERS) {
    const candidates = search.homes.flatMap(({ meterId }, meter) => {
      if ([...named, ...found].some((other) => other.meterId === meterId)) return [];
      return silencesOf({ ...search, unexplainedW, smallestW }, meter, blockOf);
    });
    if (candidates.length === 0) break;
    const best = candidates.reduce((a, b) => (b.t > a.t ? b : a));
    const rivals = new Set(candidates.filter(({ t }) => t >= RIVAL * best.t).map(({ share }) => share.meterId));
    best.share.confidence /= rivals.size;
    found.push(best.share);
    unexplainedW = unexplainedW.map((watt, t) => watt - best.share.quietW * best.quiet[t]!);
  }
  return found;
}

interface Silence {
  share: NamedMeter;
  t: number;
  /** 1 in the windows in which the meter was quiet. */
  quiet: Uint8Array;
}

/** The kinds of silence of a meter that the gap goes with. */
function silencesOf(search: QuietSearch & { smallestW: number }, meter: number, blockOf: Int32Array): Silence[] {
  const { unexplainedW, metersW, smallestW, homes, today, windowsPerDay } = search;
  const powerW = metersW[meter]!;
  return [silentWindows(powerW, windowsPerDay), quietDays(powerW, today)].flatMap((quiet) => {
    const count = quiet.reduce((sum, one) => sum + one, 0);
    const quietToday = quiet.subarray(quiet.length - today).reduce((sum, one) => sum + one, 0);
    if (quietToday < LEAST_QUIET * windowsPerDay || quiet.length - count < LEAST_OTHER * windowsPerDay) return [];
    const { slope, error, blocks } = blockSlope(centered(quiet), centered(unexplainedW), blockOf);
    const t = (slope - smallestW) / error;
    const confidence = 1 - studentTail(t, Math.max(1, blocks - 1)) * KINDS * homes.length;
    if (!(confidence >= 1 - ERROR_LEVEL)) return [];
    const dropW = usualDrop(powerW, quiet, search);
    if (!(slope <= ALIKE * dropW && slope >= dropW / ALIKE)) return [];
    const usualW = mean(powerW.filter((_, window) => quiet[window] === 0));
    const { meterId } = homes[meter]!;
    const share = { meterId, ratio: 0, quietW: slope, quietWindows: quietToday, usualW, error, confidence };
    return [{ share, t, quiet }];
  });
}

/** By how much a meter counts less in its quiet windows than else at that time of day, W; on average. */
function usualDrop(powerW: Float64Array, quiet: Uint8Array, { windows, windowsPerDay }: QuietSearch): number {
  const sums = new Float64Array(windowsPerDay);
  const counts = new Float64Array(windowsPerDay);
  for (const [t, window] of windows.entries()) {
    if (quiet[t] === 1) continue;
    sums[window % windowsPerDay]! += powerW[t]!;
    counts[window % windowsPerDay]! += 1;
  }
  const otherW = mean(powerW.filter((_, t) => quiet[t] === 0));
  const drops = windows.flatMap((window, t) => {
    if (quiet[t] === 0) return [];
    const count = counts[window % windowsPerDay]!;
    return (count > 0 ? sums[window % windowsPerDay]! / count : otherW) - powerW[t]!;
  });
  return mean(Float64Array.from(drops));
}

/** 1 for windows in which a meter counts next to nothing or stands still. */
function silentWindows(powerW: Float64Array, windowsPerDay: number): Uint8Array {
  const silent = new Uint8Array(powerW.length);
  const nothingW = NOTHING_SHARE * mean(powerW);
  const stillRun = Math.max(NOTHING_RUN, Math.round(STILL_DAYS * windowsPerDay));
  let nothing = 0;
  let still = 1;
  for (let t = 0; t < powerW.length; t++) {
    nothing = Math.abs(powerW[t]!) < nothingW ? nothing + 1 : 0;
    still = t > 0 && Math.abs(powerW[t]! - powerW[t - 1]!) < STILL_W ? still + 1 : 1;
    if (nothing >= NOTHING_RUN) silent.fill(1, t - nothing + 1, t + 1);
    if (still >= stillRun) silent.fill(1, t - still + 1, t + 1);
  }
  return silent;
}

/** 1 for all windows of days on which a meter counts far less. @param today windows of a day, counted from the end */
function quietDays(powerW: Float64Array, today: number): Uint8Array {
  const quiet = new Uint8Array(powerW.length);
  const days: [from: number, to: number, mean: number][] = [];
  for (let to = powerW.length; to > 0 && today > 0; to -= today) {
    const from = Math.max(0, to - today);
    days.push([from, to, mean(powerW.subarray(from, to))]);
  }
  const usualW = upperQuartile(days.map(([, , dayW]) => dayW));
  for (const [from, to, dayW] of days) if (days.length >= 3 && dayW < QUIET_SHARE * usualW) quiet.fill(1, from, to);
  return quiet;
}

const mean = (values: Float64Array) => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);

function centered(values: Float64Array | Uint8Array): Float64Array {
  const copy = Float64Array.from(values);
  const middle = mean(copy);
  return copy.map((value) => value - middle);
}
