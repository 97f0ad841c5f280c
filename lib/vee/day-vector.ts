/** Codes of the qualities in `DayVector.quality`, by their place here. */
export const QUALITIES = ['good', 'estimated', 'suspect', 'missing'] as const;
export const QUALITY = { good: 0, estimated: 1, suspect: 2, missing: 3 } as const;

/**
 * The intervals of one meter on one local day, in columns: what was measured goes in by `put`, `validateDay` fills in what
 * it decided. Made once and begun anew for each meter-day, so that a clean day allocates nothing.
 */
export class DayVector {
  startMs = 0;
  endMs = 0;
  intervalMs = 1;
  /** Intervals of the day: 23, 24 or 25 h × 60 / interval minutes. */
  cells = 0;
  /** Cell from which on the wall clock is shifted, and by how many cells; 0 on a day of 24 h. */
  shiftCell = 0;
  shiftCells = 0;
  /** Measured energy in Wh, NaN without a value. In. */
  rawWh = new Float64Array(0);
  /** Energy in Wh after editing, 0 where it is missing. Out. */
  energyWh = new Float64Array(0);
  /** Code of QUALITY. Out. */
  quality = new Uint8Array(0);
  /** Mask of MARK: what was noticed on arrival goes in, all that spoke comes out. */
  marks = new Uint32Array(0);

  /** What the next day has to know of this one. Out. */
  tail: DayTail = { ...NO_TAIL };

  /**
   * Empties the vector for a day.
   * @param zoneOffsetMs offset of the zone from UTC at an instant; needed only for days that are not 24 h long
   * @throws Error when the interval is no whole number of minutes up to an hour, or this is no day
   */
  begin(startMs: number, endMs: number, intervalMs: number, zoneOffsetMs?: (timeMs: number) => number): void {
    const cells = Math.ceil((endMs - startMs) / intervalMs);
    if (!(cells > 0 && endMs - startMs <= LONGEST_MS && HOUR_MS % intervalMs === 0)) {
      throw new Error(`no day of ${intervalMs} ms intervals from ${startMs} to ${endMs}: use a local day, 5 to 60 min`);
    }
    if (cells > this.rawWh.length) {
      this.rawWh = new Float64Array(cells);
      this.energyWh = new Float64Array(cells);
      this.quality = new Uint8Array(cells);
      this.marks = new Uint32Array(cells);
    }
    this.startMs = startMs;
    this.endMs = endMs;
    this.intervalMs = intervalMs;
    this.cells = cells;
    this.rawWh.fill(Number.NaN);
    this.marks.fill(0);
    this.shiftCell = 0;
    this.shiftCells = 0;
    if (endMs - startMs !== DAY_MS && zoneOffsetMs) this.findShift(zoneOffsetMs);
  }

  /** Sets a measured value, in Wh; values that are not finite are no values. */
  put(cell: number, energyWh: number, marks = 0): void {
    this.rawWh[cell] = Number.isFinite(energyWh) ? energyWh : Number.NaN;
    this.marks[cell]! |= marks;
  }

  /** The cell of a 24 h day that the wall clock shows in a cell: the repeated hour shows twice, the skipped one never. */
  wallCell(cell: number): number {
    return this.shiftCells !== 0 && cell >= this.shiftCell ? cell + this.shiftCells : cell;
  }

  private findShift(zoneOffsetMs: (timeMs: number) => number): void {
    const { startMs, endMs, intervalMs } = this;
    const before = zoneOffsetMs(startMs);
    for (let cell = 1; cell < this.cells; cell++) {
      if (zoneOffsetMs(startMs + cell * intervalMs) === before) continue;
      this.shiftCell = cell;
      this.shiftCells = Math.round((DAY_MS - (endMs - startMs)) / intervalMs);
      return;
    }
  }
}

/** The end of a day that the next one goes on from. */
export interface DayTail {
  /** Measured value of the last interval, NaN without one. */
  lastWh: number;
  /** The last value when it was good, NaN otherwise: an end to interpolate from. */
  soundWh: number;
  /** How many intervals in a row had this value. */
  run: number;
  /** Days in a row without consumption. */
  idleDays: number;
}

/** Nothing is known of the day before. */
export const NO_TAIL: Readonly<DayTail> = { lastWh: Number.NaN, soundWh: Number.NaN, run: 0, idleDays: 0 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days are 25 h at most where people live; an Antarctic station that moved its clock had 27 h. */
const LONGEST_MS = 30 * HOUR_MS;
