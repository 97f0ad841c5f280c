import { grown } from './key-slots';

/** The household-hours of one district-day in columns, in the order of the rows of its file. */
export class HourRows {
  count = 0;
  /** Index of the household in `households`. */
  household = new Int32Array(1024);
  /** Hours of elapsed time since local midnight, 0–24. */
  hour = new Uint8Array(1024);
  /** Energy of the hour; NaN when it is missing. */
  kwh = new Float64Array(1024);
  isEstimated = new Uint8Array(1024);
  households: string[] = [];

  clear(): void {
    this.count = 0;
    this.households = [];
  }

  add(household: number, hour: number, kwh: number, isEstimated: boolean): void {
    const i = this.count++;
    if (i === this.kwh.length) {
      this.household = grown(this.household, i * 2);
      this.hour = grown(this.hour, i * 2);
      this.kwh = grown(this.kwh, i * 2);
      this.isEstimated = grown(this.isEstimated, i * 2);
    }
    this.household[i] = household;
    this.hour[i] = hour;
    this.kwh[i] = kwh;
    this.isEstimated[i] = isEstimated ? 1 : 0;
  }
}

/** A local day with its hours: 23, 24 or 25 of them. */
export interface LocalDay {
  /** Day number as `TimeZone.dayNumber`. */
  day: number;
  /** YYYY-MM-DD */
  date: string;
  startMs: number;
  endMs: number;
  /** Hour of the wall clock of each hour, 0–23. */
  clock: number[];
}
