import { blockSlope, type Slope } from './block-slope';
import { studentTail } from './student';

/** How often a feeder of honest meters may name any of them, at most: family-wise, by Bonferroni over its meters. */
export const ERROR_LEVEL = 1e-3;
/** A meter is let in on trial at this level; with one thief in, the next one shows better. */
const TRIAL_LEVEL = 0.02;
/** More thieves than this are not looked for on one feeder. */
const MOST_METERS = 8;

/** Windows of one feeder, all of one length. Every column has a value for each window. */
export interface GapWindows {
  /** Load of the feeder, W. */
  loadW: Float64Array;
  /** What went in and the meters did not count, technical loss included, W. */
  missingW: Float64Array;
  /** By meter: what it counted, W. */
  metersW: Float64Array[];
  /** Block of each window, ascending from 0: a few hours, in which windows may depend on each other. */
  blockOf: Int32Array;
}

/** A meter the gap goes with: `ratio` W are missing for each W it counts. */
export interface ProportionalShare extends Slope {
  /** Index into `metersW`. */
  meter: number;
  /** That it misses more than the smallest ratio: 1 − meters × searches × p. */
  confidence: number;
}

/**
 * Meters with whose own load the gap goes, as behind a bypass that leaves them a fixed share.
 *
 * Regression of what is missing on load² (technical loss) and on the meters, of deviations from the mean of each block
 * only: what counts is that the gap moves when the meter moves, within hours; levels, seasons, holidays and the common
 * rhythm of a day tell nothing. Meters come in one after the other, the most certain first (forward selection), each
 * only if its slope lies above `smallestRatio` by a t test with errors from a jackknife over blocks, at ERROR_LEVEL over
 * all meters; in the end each must still pass beside the others.
 * @param smallestRatio W missing for each W counted that is still put down to the errors of meters
 * @param searches of this kind among which ERROR_LEVEL is shared
 */
export function explainProportional(windows: GapWindows, smallestRatio: number, searches = 1): ProportionalShare[] {
  const { blockOf } = windows;
  const square = deviations(
    windows.loadW.map((watt) => (watt / 1000) ** 2),
    blockOf,
  );
  const missing = without(deviations(windows.missingW, blockOf), square);
  const meters: Float64Array[] = windows.metersW.map((column) => without(deviations(column, blockOf), square));
  const test = (x: Float64Array, y: Float64Array) => tested(blockSlope(x, y, blockOf), smallestRatio);

  const chosen: number[] = [];
  const rest = [...meters];
  let y: Float64Array = missing;
  while (chosen.length < MOST_METERS) {
    const best = mostCertain(rest, y, chosen, test);
    if (best === undefined) break;
    chosen.push(best);
    const direction = rest[best]!;
    y = without(y, direction);
    for (const [meter, column] of rest.entries()) if (!chosen.includes(meter)) rest[meter] = without(column, direction);
  }
  return jointly(chosen, meters, missing, test, meters.length * searches);
}

/** The slope of one meter, beside technical loss only. */
export function slopeWithin({ loadW, missingW, metersW, blockOf }: GapWindows, meter: number): Slope {
  const square = deviations(
    loadW.map((watt) => (watt / 1000) ** 2),
    blockOf,
  );
  const x = without(deviations(metersW[meter]!, blockOf), square);
  return blockSlope(x, without(deviations(missingW, blockOf), square), blockOf);
}

type Tested = Slope & { t: number; p: number };
type Test = (x: Float64Array, y: Float64Array) => Tested;

function tested(slope: Slope, smallestRatio: number): Tested {
  const t = slope.error > 0 ? (slope.slope - smallestRatio) / slope.error : 0;
  return { ...slope, t, p: slope.blocks < 2 ? 1 : studentTail(t, slope.blocks - 1) };
}

function mostCertain(rest: Float64Array[], y: Float64Array, chosen: number[], test: Test): number | undefined {
  let best: number | undefined;
  let bestT = 0;
  for (const [meter, column] of rest.entries()) {
    if (chosen.includes(meter)) continue;
    const { t, p } = test(column, y);
    if (p > TRIAL_LEVEL || t <= bestT) continue;
    best = meter;
    bestT = t;
  }
  return best;
}

/** The slopes of the chosen meters beside each other; the least certain goes until all pass. */
function jointly(
  chosen: number[],
  meters: Float64Array[],
  missing: Float64Array,
  test: Test,
  tests: number,
): ProportionalShare[] {
  for (let kept = chosen; kept.length > 0; ) {
    const shares = kept.map((meter): ProportionalShare => {
      const others = orthogonal(kept.filter((other) => other !== meter).map((other) => meters[other]!));
      const strip = (column: Float64Array) => others.reduce((left, direction) => without(left, direction), column);
      const { slope, error, blocks, p } = test(strip(meters[meter]!), strip(missing));
      return { meter, slope, error, blocks, confidence: Math.max(0, 1 - p * tests) };
    });
    const least = shares.reduce((low, share) => (share.confidence < low.confidence ? share : low));
    if (least.confidence >= 1 - ERROR_LEVEL) return shares;
    kept = kept.filter((meter) => meter !== least.meter);
  }
  return [];
}

/** Directions at right angles that span the columns (modified Gram–Schmidt). */
function orthogonal(columns: Float64Array[]): Float64Array[] {
  const directions: Float64Array[] = [];
  for (const column of columns) directions.push(directions.reduce((left, d) => without(left, d), column));
  return directions;
}

/** A column less its projection on a direction. */
function without(column: Float64Array, direction: Float64Array): Float64Array {
  let along = 0;
  let square = 0;
  for (let t = 0; t < column.length; t++) {
    along += column[t]! * direction[t]!;
    square += direction[t]! * direction[t]!;
  }
  const factor = square > 0 ? along / square : 0;
  const left = new Float64Array(column.length);
  for (let t = 0; t < column.length; t++) left[t] = column[t]! - factor * direction[t]!;
  return left;
}

/** Deviations from the mean of each block. */
function deviations(column: Float64Array, blockOf: Int32Array): Float64Array {
  const result = new Float64Array(column.length);
  for (let from = 0; from < column.length; ) {
    let to = from;
    let sum = 0;
    while (to < column.length && blockOf[to] === blockOf[from]) sum += column[to++]!;
    const mean = sum / (to - from);
    for (; from < to; from++) result[from] = column[from]! - mean;
  }
  return result;
}
