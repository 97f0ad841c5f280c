import type { DayVector } from './day-vector';
import type { OpenDay } from './open-day';
import { MARK, RECEIVED_ESTIMATED_MARKS } from './rules';

/** Lengths and ends of intervals may be off by clock rounding. */
const TOLERANCE_MS = 1000;
/** A cell that is covered by less than this has no value. */
const COVERED_SHARE = 0.9;
const MICRO = 1e6;

/** What laying a day found besides the values. */
export interface Laid {
  /** Readings that were there twice with the same values. */
  duplicates: number;
  /** Places in the open day of interval readings that lost against another one of the same time. */
  lost: number[];
}

/**
 * Lays what an open day has kept onto the cells of a vector. An interval of the right length goes to the cell that its
 * middle lies in. Of several in one cell, the best one stays (good before estimated before suspect, then the fewest marks,
 * the earliest, the smallest): equal ones are duplicates, others overlap. An interval of another length is split over the
 * cells that it covers and leaves the ones that have a value. Energy from power and registers fills what is left.
 *
 * @param rulesOn mask of the rules that may mark a cell
 */
export function layDay(open: OpenDay, day: DayVector, rulesOn: number): Laid {
  if (layPlainly(open, day)) {
    if (open.booked) layBooked(open, day);
    return PLAIN;
  }
  const laid: Laid = { duplicates: 0, lost: [] };
  const order = Array.from({ length: open.count }, (_, k) => k).sort((a, b) => compare(open, a, b));
  const covered = new Float64Array(day.cells);
  const microWh = new Float64Array(day.cells);
  const winner = new Int32Array(day.cells).fill(-1);
  day.rawWh.fill(Number.NaN);
  day.marks.fill(0);
  for (const [n, k] of order.entries()) {
    if (isRightSize(open, k)) {
      const cell = cellOf(open, k);
      const best = winner[cell]!;
      if (best < 0) {
        winner[cell] = k;
        covered[cell] = day.intervalMs;
        day.put(cell, open.energyWh[k]!, open.marks[k]!);
      } else if (isSame(open, best, k)) laid.duplicates++;
      else {
        day.marks[cell]! |= rulesOn & MARK.overlap;
        laid.lost.push(k);
      }
    } else if (n > 0 && isSame(open, order[n - 1]!, k)) laid.duplicates++;
    else if (!split(open, k, day, covered, microWh, winner, rulesOn)) laid.lost.push(k);
  }
  for (let cell = 0; cell < day.cells; cell++) {
    if (winner[cell]! >= 0 || covered[cell]! < COVERED_SHARE * cellMs(day, cell)) continue;
    day.put(cell, microWh[cell]! / MICRO);
  }
  if (open.booked) layBooked(open, day);
  return laid;
}

const PLAIN: Laid = Object.freeze({ duplicates: 0, lost: [] as number[] });

/** The usual case, without allocating: every interval has the right length and a cell of its own. */
function layPlainly(open: OpenDay, day: DayVector): boolean {
  for (let k = 0; k < open.count; k++) {
    if (!isRightSize(open, k)) return false;
    const cell = cellOf(open, k);
    if (!Number.isNaN(day.rawWh[cell]!)) return false;
    day.rawWh[cell] = open.energyWh[k]!;
    day.marks[cell] = open.marks[k]!;
  }
  return true;
}

/** Splits an interval of another length over its cells, by time; false when a part of it was covered already. */
function split(
  open: OpenDay,
  k: number,
  day: DayVector,
  covered: Float64Array,
  microWh: Float64Array,
  winner: Int32Array,
  rulesOn: number,
): boolean {
  const fromMs = open.offsetMs[k]!;
  const lengthMs = open.lengthMs[k]!;
  const toMs = fromMs + lengthMs;
  const wholeMicroWh = Math.round(open.energyWh[k]! * MICRO);
  let givenMicroWh = 0;
  let isFree = true;
  for (let timeMs = fromMs; timeMs < toMs; ) {
    const cell = Math.floor(timeMs / day.intervalMs);
    const untilMs = Math.min(toMs, (cell + 1) * day.intervalMs);
    const untilMicroWh = Math.round(wholeMicroWh * ((untilMs - fromMs) / lengthMs));
    if (winner[cell]! >= 0 || covered[cell]! + untilMs - timeMs > cellMs(day, cell) + TOLERANCE_MS) {
      // A second at the edge is clock rounding, and lost without a word.
      if (untilMs - timeMs > TOLERANCE_MS) {
        day.marks[cell]! |= rulesOn & MARK.overlap;
        isFree = false;
      }
    } else {
      covered[cell]! += untilMs - timeMs;
      microWh[cell]! += untilMicroWh - givenMicroWh;
      day.marks[cell]! |= open.marks[k]! | (rulesOn & MARK['interval-size']);
    }
    givenMicroWh = untilMicroWh;
    timeMs = untilMs;
  }
  return isFree;
}

function layBooked({ booked }: OpenDay, day: DayVector): void {
  const { microWh, coveredMs, marks } = booked!;
  for (let cell = 0; cell < day.cells; cell++) {
    if (!Number.isNaN(day.rawWh[cell]!)) continue;
    if (coveredMs[cell]! >= COVERED_SHARE * cellMs(day, cell)) day.put(cell, microWh[cell]! / MICRO, marks[cell]!);
  }
}

/** The last cell is shorter in zones that shift their clock by half an hour. */
const cellMs = (day: DayVector, cell: number) =>
  Math.min(day.intervalMs, day.endMs - day.startMs - cell * day.intervalMs);

const isRightSize = (open: OpenDay, k: number) => Math.abs(open.lengthMs[k]! - open.intervalMs) <= TOLERANCE_MS;

const cellOf = (open: OpenDay, k: number) =>
  Math.min(open.cells - 1, Math.max(0, Math.floor((open.offsetMs[k]! + open.lengthMs[k]! / 2) / open.intervalMs)));

function isSame({ offsetMs, lengthMs, energyWh }: OpenDay, a: number, b: number): boolean {
  return offsetMs[a] === offsetMs[b] && lengthMs[a] === lengthMs[b] && energyWh[a] === energyWh[b];
}

function compare(open: OpenDay, a: number, b: number): number {
  const isRight = Number(isRightSize(open, b)) - Number(isRightSize(open, a));
  if (isRight !== 0) return isRight;
  return (
    (isRightSize(open, a) ? cellOf(open, a) - cellOf(open, b) : 0) ||
    rank(open.marks[a]!) - rank(open.marks[b]!) ||
    open.marks[a]! - open.marks[b]! ||
    open.offsetMs[a]! - open.offsetMs[b]! ||
    open.lengthMs[a]! - open.lengthMs[b]! ||
    open.energyWh[a]! - open.energyWh[b]!
  );
}

const rank = (marks: number) => (marks === 0 ? 0 : (marks & ~RECEIVED_ESTIMATED_MARKS) === 0 ? 1 : 2);
