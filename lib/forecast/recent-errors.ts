import { HOURS } from './load-days';

/**
 * What the errors known at the time of issue say of the errors to come, as features: how far the last hours, the last
 * day and the last week were off, and the same hour on the days before.
 */
export class RecentErrors {
  private readonly sums: Float64Array;

  /** @param errors log of load over what the calendar alone expects, by hour from the first day; NaN counts as none */
  constructor(private readonly errors: Float64Array) {
    this.sums = new Float64Array(errors.length + 1);
    for (let i = 0; i < errors.length; i++) this.sums[i + 1] = this.sums[i]! + this.at(i);
  }

  /** @param issue the first hour that is not known. @param target the hour to be told, at `issue` or later */
  features(issue: number, target: number): number[] {
    // The same hour of the wall clock, when it was last known.
    const last = target - HOURS * (1 + Math.floor((target - issue) / HOURS));
    let sameHour = 0;
    for (let day = 0; day < 7; day++) sameHour += this.at(last - day * HOURS) / 7;
    return [
      this.meanBefore(issue, 3),
      this.meanBefore(issue, HOURS),
      this.meanBefore(issue, 7 * HOURS),
      (this.at(last - 1) + this.at(last) + this.at(last + 1 < issue ? last + 1 : last)) / 3,
      this.at(last - HOURS),
      this.at(target - 7 * HOURS),
      sameHour,
    ];
  }

  private at(hour: number): number {
    return this.errors[hour] || 0;
  }

  private meanBefore(hour: number, hours: number): number {
    return (this.sums[Math.max(0, hour)]! - this.sums[Math.max(0, hour - hours)]!) / hours;
  }
}
