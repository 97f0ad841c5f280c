import { byScore } from './city-record';
import type { DistrictDayReport } from './district-day';

/** Keeps the district-days with the highest score; of equal ones the earlier, then by the district's name. */
export class TopDays {
  private days: DistrictDayReport[] = [];

  constructor(private readonly maximum: number) {}

  add(day: DistrictDayReport): void {
    let place = this.days.length;
    while (place > 0 && byScore(day.risk, this.days[place - 1]!.risk) < 0) place--;
    if (place >= this.maximum) return;
    this.days.splice(place, 0, day);
    if (this.days.length > this.maximum) this.days.pop();
  }

  /** From the highest score on. */
  list(): readonly DistrictDayReport[] {
    return this.days;
  }
}
