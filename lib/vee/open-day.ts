import { grown } from '../stream/key-slots';

/** A day takes this many interval readings for each of its intervals, so that repeated ones don't fill the memory. */
const MOST_PIECES_A_CELL = 16;
const MICRO = 1e6;

/** An open day as JSON: day, duplicates, pieces of four numbers, cells of four numbers. */
export type SavedDay = [day: number, duplicates: number, pieces: number[], cells: number[]];

/**
 * One local day of one meter that still takes readings. Interval readings are kept as they came until the day closes, so
 * that their order does not matter; energy from power and registers is summed up by cell, in whole µWh.
 */
export class OpenDay {
  readonly cells: number;
  /** Readings flagged `duplicate`. */
  duplicates = 0;
  /** Interval readings that are kept. */
  count = 0;
  offsetMs: Int32Array;
  lengthMs: Uint32Array;
  energyWh: Float64Array;
  marks: Uint32Array;
  /** Energy from power and registers by cell; undefined while there is none. */
  booked: { microWh: Float64Array; coveredMs: Uint32Array; marks: Uint32Array } | undefined;

  constructor(
    readonly day: number,
    readonly startMs: number,
    readonly endMs: number,
    readonly intervalMs: number,
  ) {
    this.cells = Math.ceil((endMs - startMs) / intervalMs);
    this.offsetMs = new Int32Array(this.cells);
    this.lengthMs = new Uint32Array(this.cells);
    this.energyWh = new Float64Array(this.cells);
    this.marks = new Uint32Array(this.cells);
  }

  /** Keeps an interval reading; false when there are too many. */
  add(startMs: number, lengthMs: number, energyWh: number, marks: number): boolean {
    const k = this.count;
    if (k >= this.offsetMs.length) {
      if (k >= this.cells * MOST_PIECES_A_CELL) return false;
      this.offsetMs = grown(this.offsetMs, k * 2);
      this.lengthMs = grown(this.lengthMs, k * 2);
      this.energyWh = grown(this.energyWh, k * 2);
      this.marks = grown(this.marks, k * 2);
    }
    this.offsetMs[k] = Math.round(startMs - this.startMs);
    this.lengthMs[k] = Math.round(lengthMs);
    this.energyWh[k] = energyWh;
    this.marks[k] = marks;
    this.count++;
    return true;
  }

  /** Adds energy of [fromMs, toMs), which lies in the day, from power or registers. */
  book(fromMs: number, toMs: number, energyWh: number, marks: number): void {
    const booked = this.bookedCells();
    const microWh = Math.round(energyWh * MICRO);
    let givenMicroWh = 0;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const cell = this.cellAt(timeMs);
      const untilMs = Math.min(toMs, this.startMs + (cell + 1) * this.intervalMs);
      // Differences of rounded running shares, so that the parts are the whole to the µWh.
      const untilMicroWh = Math.round(microWh * ((untilMs - fromMs) / (toMs - fromMs)));
      booked.microWh[cell]! += untilMicroWh - givenMicroWh;
      booked.coveredMs[cell]! += Math.round(untilMs - timeMs);
      booked.marks[cell]! |= marks;
      givenMicroWh = untilMicroWh;
      timeMs = untilMs;
    }
  }

  /** Marks the cell of an instant, for what a reading without an interval tells. */
  mark(timeMs: number, marks: number): void {
    this.bookedCells().marks[this.cellAt(timeMs)]! |= marks;
  }

  cellAt(timeMs: number): number {
    return Math.floor((timeMs - this.startMs) / this.intervalMs);
  }

  snapshot(): SavedDay {
    const pieces: number[] = [];
    for (let k = 0; k < this.count; k++) {
      pieces.push(this.offsetMs[k]!, this.lengthMs[k]!, this.energyWh[k]!, this.marks[k]!);
    }
    const cells: number[] = [];
    for (let i = 0; this.booked && i < this.cells; i++) {
      const { microWh, coveredMs, marks } = this.booked;
      if (coveredMs[i] !== 0 || marks[i] !== 0) cells.push(i, microWh[i]!, coveredMs[i]!, marks[i]!);
    }
    return [this.day, this.duplicates, pieces, cells];
  }

  restore([, duplicates, pieces, cells]: SavedDay): void {
    this.duplicates = duplicates;
    for (let k = 0; k < pieces.length; k += 4) {
      this.add(this.startMs + pieces[k]!, pieces[k + 1]!, pieces[k + 2]!, pieces[k + 3]!);
    }
    for (let k = 0; k < cells.length; k += 4) {
      const { microWh, coveredMs, marks } = this.bookedCells();
      const cell = cells[k]!;
      microWh[cell] = cells[k + 1]!;
      coveredMs[cell] = cells[k + 2]!;
      marks[cell] = cells[k + 3]!;
    }
  }

  private bookedCells() {
    this.booked ??= {
      microWh: new Float64Array(this.cells),
      coveredMs: new Uint32Array(this.cells),
      marks: new Uint32Array(this.cells),
    };
    return this.booked;
  }
}
