import type { TimeZone } from '../../lib/stream/local-time';

/** Day number of Monday 1970-01-05, so that weeks begin on Monday. */
const FIRST_MONDAY = 4;

/** Counts a register per local day, week and month, as devices do; a register that falls is taken as reset. */
export class PeriodEnergy {
  todayWh = 0;
  yesterdayWh = 0;
  weekWh = 0;
  monthWh = 0;
  private day: number | undefined;
  private month = '';
  private lastWh = 0;

  constructor(private readonly zone: TimeZone) {}

  count(timeMs: number, registerWh: number): void {
    const day = this.zone.dayNumber(timeMs);
    const month = new Date(day * 86_400_000).toISOString().slice(0, 7);
    if (this.day === undefined) {
      this.lastWh = registerWh;
    } else if (day > this.day) {
      this.yesterdayWh = day === this.day + 1 ? this.todayWh : 0;
      this.todayWh = 0;
      if (weekOf(day) !== weekOf(this.day)) this.weekWh = 0;
      if (month !== this.month) this.monthWh = 0;
    }
    this.day = Math.max(day, this.day ?? day);
    this.month = month;
    const growth = Math.max(0, registerWh - this.lastWh);
    this.lastWh = registerWh;
    this.todayWh += growth;
    this.weekWh += growth;
    this.monthWh += growth;
  }
}

const weekOf = (day: number) => Math.floor((day - FIRST_MONDAY) / 7);
