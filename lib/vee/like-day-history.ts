import { columnText } from '../stream/column-text';
import type { LikeDays } from './day-context';
import { type DayVector, QUALITY } from './day-vector';
import { USAGE_MARKS } from './rules';

const KEPT = 3;
const WEEKDAYS = 7;
const DAY_MINUTES = 1440;

/** A history as JSON: numbers by weekday, columns as base64 of little-endian Float32. */
export type SavedHistory = [days: number[], means: string, cells: string];

/**
 * The three most recent days of each weekday of one meter, as Float32: values by the wall clock and mean of the day.
 * Only good values are kept, estimates never feed estimates; a day with fewer than half is not kept at all.
 */
export class LikeDayHistory implements LikeDays {
  /** The weekday that is asked for, 0 Monday to 6 Sunday. */
  weekday = 0;
  /** How many days of each weekday have been kept so far. */
  private readonly days = new Float64Array(WEEKDAYS);
  private readonly means = new Float32Array(WEEKDAYS * KEPT).fill(Number.NaN);
  private readonly wallCells: number;
  private cells: Float32Array;

  /** @param keepsCells false keeps means only, for rules of usage without estimation */
  constructor(
    intervalMinutes: number,
    private readonly minimumDays: number,
    keepsCells: boolean,
  ) {
    this.wallCells = keepsCells ? DAY_MINUTES / intervalMinutes : 0;
    this.cells = new Float32Array(WEEKDAYS * KEPT * this.wallCells).fill(Number.NaN);
  }

  meanWh(): number {
    let sum = 0;
    let count = 0;
    for (let k = this.weekday * KEPT, end = k + KEPT; k < end; k++) {
      if (Number.isNaN(this.means[k]!)) continue;
      sum += this.means[k]!;
      count++;
    }
    return count < this.minimumDays ? Number.NaN : sum / count;
  }

  cellWh(wallCell: number): number {
    if (this.days[this.weekday]! < this.minimumDays || wallCell >= this.wallCells) return Number.NaN;
    let sum = 0;
    let count = 0;
    for (let k = this.weekday * KEPT, end = k + KEPT; k < end; k++) {
      const wh = this.cells[k * this.wallCells + wallCell]!;
      if (Number.isNaN(wh)) continue;
      sum += wh;
      count++;
    }
    return count === 0 ? Number.NaN : sum / count;
  }

  /** Keeps a validated day as one of `weekday`; the oldest of the three goes. */
  keep(day: DayVector): void {
    const { cells, energyWh, quality } = day;
    let good = 0;
    let sumWh = 0;
    let missing = 0;
    for (let i = 0; i < cells; i++) {
      if (isKept(day, i)) good++;
      if (quality[i] === QUALITY.missing) missing++;
      sumWh += energyWh[i]!;
    }
    if (good * 2 < cells) return;
    const { weekday, wallCells } = this;
    const k = weekday * KEPT + (this.days[weekday]! % KEPT);
    this.days[weekday]!++;
    this.means[k] = missing === 0 ? sumWh / cells : Number.NaN;
    if (wallCells === 0) return;
    const from = k * wallCells;
    this.cells.fill(Number.NaN, from, from + wallCells);
    // Backwards, so that of an hour that comes twice the first one stays.
    for (let i = cells - 1; i >= 0; i--) {
      const wall = day.wallCell(i);
      if (wall < wallCells && isKept(day, i)) this.cells[from + wall] = energyWh[i]!;
    }
  }

  snapshot(): SavedHistory {
    return [[...this.days], columnText(this.means), columnText(this.cells)];
  }

  restore([days, means, cells]: SavedHistory): void {
    this.days.set(days);
    this.means.set(toFloats(means));
    const saved = toFloats(cells);
    // Saved while estimation was off: the values are not known, and the means are of use without them.
    if (saved.length === this.cells.length) this.cells = saved;
  }
}

function isKept({ quality, marks }: DayVector, cell: number): boolean {
  return quality[cell] === QUALITY.good || (quality[cell] === QUALITY.suspect && (marks[cell]! & ~USAGE_MARKS) === 0);
}

function toFloats(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  const column = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < column.length; i++) column[i] = bytes.readFloatLE(i * 4);
  return column;
}
