import type { RegisterSpan } from './day-context';

const PLANES = 4;

/** One day of registers as JSON: day, first cell, its Wh, last cell, its Wh, 1 when the register did not run through. */
export type SavedRegisters = [
  day: number,
  firstCell: number,
  firstWh: number,
  lastCell: number,
  lastWh: number,
  broken: number,
];

/**
 * The first and the last register value of each day of one meter, at boundaries of intervals. The order in which they
 * come does not matter. A value at midnight ends one day and begins the next.
 */
export class RegisterEnds {
  // A late day, the one after it and the midnight after that are open at most: four planes never collide.
  private readonly days: (SavedRegisters | undefined)[] = new Array(PLANES).fill(undefined);

  /** Notes a register value at the beginning of a cell of a day; `cell` may be the one after the last. */
  note(day: number, cell: number, registerWh: number): void {
    const ends = this.of(day);
    if (cell < ends[1] || (cell === ends[1] && registerWh < ends[2])) {
      ends[1] = cell;
      ends[2] = registerWh;
    }
    if (cell > ends[3] || (cell === ends[3] && registerWh < ends[4])) {
      ends[3] = cell;
      ends[4] = registerWh;
    }
  }

  /** Notes that the register started anew on a day: its ends tell nothing. */
  break(day: number): void {
    this.of(day)[5] = 1;
  }

  span(day: number): RegisterSpan | undefined {
    const ends = this.days[day & (PLANES - 1)];
    if (!ends || ends[0] !== day || ends[5] === 1 || ends[1] >= ends[3] || ends[4] < ends[2]) return undefined;
    return { fromCell: ends[1], toCell: ends[3], energyWh: ends[4] - ends[2] };
  }

  snapshot(): SavedRegisters[] {
    return this.days.filter((ends) => ends !== undefined).sort((a, b) => a[0] - b[0]);
  }

  restore(saved: readonly SavedRegisters[]): void {
    for (const ends of saved) this.days[ends[0] & (PLANES - 1)] = [...ends];
  }

  private of(day: number): SavedRegisters {
    const plane = day & (PLANES - 1);
    let ends = this.days[plane];
    if (!ends || ends[0] !== day) {
      ends = [day, Number.MAX_SAFE_INTEGER, 0, -1, 0, 0];
      this.days[plane] = ends;
    }
    return ends;
  }
}
