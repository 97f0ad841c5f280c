import { TimeZone } from '../stream/local-time';
import { cellsOf, readCell } from './csv-cells';
import { shown } from './event-time';
import { InputFault } from './input-fault';
import type { LoadLayout } from './load-layout';
import { parseTime } from './time-text';

/** One row of a load file; NaN: it has no load. */
export interface LoadRow {
  timeMs: number;
  loadMw: number;
  /** In the hour that the wall clock shows twice. */
  isRepeatedHour: boolean;
}

const TO_MW = { kW: 0.001, MW: 1, GW: 1000 };
const MOST_LINE = 10_000;

/** Reads rows of one layout, in the order of the file. */
export class LoadRows {
  private readonly zone: TimeZone;
  private lastMs = Number.NEGATIVE_INFINITY;

  /** @throws Error when the time zone is not known */
  constructor(
    private readonly layout: LoadLayout,
    timeZone: string,
  ) {
    this.zone = new TimeZone(timeZone);
  }

  /** @param place of the line, for what is refused. @throws InputFault for a line that is no row */
  read(line: string, place: string): LoadRow {
    const { layout } = this;
    if (line.length > MOST_LINE)
      throw new InputFault('long-line', place, `has ${line.length} characters`, 'check the file');
    const cells = cellsOf(line, layout.delimiter);
    const time = this.timeOf(cells[layout.time.index] ?? '', place);
    this.lastMs = Math.max(this.lastMs, time.timeMs);
    const load = readCell(cells[layout.load.index] ?? '', layout.delimiter);
    if (load === undefined) {
      const problem = `has ${shown(cells[layout.load.index])} as load`;
      throw new InputFault('bad-load', place, problem, `write numbers in "${layout.load.name}"`);
    }
    return { ...time, loadMw: load === null ? Number.NaN : load * TO_MW[layout.unit] };
  }

  private timeOf(text: string, place: string): Omit<LoadRow, 'loadMw'> {
    const time = parseTime(text);
    if (!time) {
      const problem = `has ${shown(text)} as time`;
      throw new InputFault('bad-time', place, problem, `write ISO 8601 in "${this.layout.time.name}"`);
    }
    if (!time.isWall) return { timeMs: time.ms, isRepeatedHour: false };
    const [first, second] = this.zone.instantsOf(time.ms);
    if (first === undefined) {
      const problem = `has ${shown(text)}, an hour that the clock change of ${this.zone.name} skips`;
      throw new InputFault('no-such-time', place, problem, 'set timeZone to that of the file');
    }
    // Of the hour that comes twice the first row is the first.
    const isSecond = second !== undefined && first <= this.lastMs;
    return { timeMs: isSecond ? second : first, isRepeatedHour: second !== undefined };
  }
}
