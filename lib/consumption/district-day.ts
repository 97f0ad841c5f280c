import type { DistrictRisk } from '../messages';
import { dayText } from '../stream/local-time';
import type { DayCells } from './day-cells';
import { HourTotals, KahanSum, scoreHours } from './day-score';
import type { District } from './places';
import type { Threshold } from './thresholds';

export const HOUR_MS = 3_600_000;
const ALL_HOURS = (1 << 25) - 1;

/** What a day is judged by. */
export interface DayRule {
  threshold: Threshold;
  criticalMask: number;
  estimated: 'exclude' | 'count';
}

/**
 * One local day of one district that is still open. Its hours are counted from local midnight by elapsed time, so a day
 * has 23, 24 or 25 of them and the repeated hour is two hours of one name. An hour is judged once the watermark has
 * passed its end; totals of hours to which nothing was added since are kept.
 */
export class DistrictDay {
  /** Bits of the hours that were booked to since they were judged. */
  dirty = 0;
  /** The result of the last evaluation. */
  risk: DistrictRisk | undefined;
  /** Bits of the hours whose totals are up to date. */
  private valid = 0;
  private readonly totals: HourTotals[] = [];
  readonly hourCount: number;

  constructor(
    readonly day: number,
    readonly startMs: number,
    readonly endMs: number,
  ) {
    this.hourCount = Math.ceil((endMs - startMs) / HOUR_MS);
  }

  touch(hour: number): void {
    this.dirty |= 1 << hour;
    this.valid &= ~(1 << hour);
  }

  invalidate(): void {
    this.dirty = ALL_HOURS;
    this.valid = 0;
  }

  /** Bits of the hours that a watermark has passed. */
  judgedHours(watermarkMs: number): number {
    if (watermarkMs >= this.endMs) return ALL_HOURS;
    const hours = Math.floor((watermarkMs - this.startMs) / HOUR_MS);
    return hours <= 0 ? 0 : (1 << hours) - 1;
  }

  /** Scores the hours that are chosen; undefined when no meter has a row in them. */
  evaluate(
    district: District,
    cells: DayCells,
    judged: number,
    rule: DayRule,
    final: boolean,
  ): DistrictRisk | undefined {
    this.dirty &= ~judged;
    const { members } = district;
    let households = 0;
    for (const slot of members) if (cells.rowsOf(slot, this.day) & judged) households++;
    if (households === 0) {
      this.risk = undefined;
      return undefined;
    }
    const places: number[] = [];
    for (let hour = 0; hour < this.hourCount; hour++) if (judged & (1 << hour)) places.push(hour);
    const hours = places.map((hour) => ({
      hour: district.city.zone.hourOfDay(this.startMs + hour * HOUR_MS),
      totals: this.totalsOf(hour, members, cells, rule),
    }));
    const rowsOf = (slot: number, chosen: readonly number[]) =>
      chosen
        .filter((hour) => cells.rowsOf(slot, this.day) & (1 << hour))
        .map((hour) => cells.kwh(slot, this.day, hour, this.lengthMs(hour)));
    const settings = {
      city: district.city.name,
      district: district.name,
      date: dayText(this.day),
      thresholdKwh: rule.threshold.kwh,
      criticalMask: rule.criticalMask,
      estimated: rule.estimated,
      households,
      final,
    };
    this.risk = scoreHours(hours, settings, {
      inFileOrder: () => members.flatMap((slot) => rowsOf(slot, places)).map((kwh) => kwh ?? Number.NaN),
      filledSums: (fillKwh) =>
        places.map((place) => {
          const sum = new KahanSum();
          for (const slot of members) for (const kwh of rowsOf(slot, [place])) sum.add(kwh ?? fillKwh);
          return sum;
        }),
    });
    return this.risk;
  }

  private totalsOf(hour: number, members: readonly number[], cells: DayCells, rule: DayRule): HourTotals {
    const bit = 1 << hour;
    const kept = this.totals[hour];
    if (kept && this.valid & bit) return kept;
    const totals = new HourTotals();
    const lengthMs = this.lengthMs(hour);
    for (const slot of members) {
      if (!(cells.rowsOf(slot, this.day) & bit)) continue;
      const kwh = cells.kwh(slot, this.day, hour, lengthMs);
      if (kwh === null) {
        totals.missing++;
        continue;
      }
      const isEstimated = cells.isEstimated(slot, this.day, hour, lengthMs);
      totals.add(kwh, isEstimated, rule.estimated === 'count' || !isEstimated, rule.threshold.kwh);
    }
    this.totals[hour] = totals;
    this.valid |= bit;
    return totals;
  }

  /** Length of an hour; the last one of a day may be half an hour. */
  lengthMs(hour: number): number {
    return Math.min(HOUR_MS, this.endMs - this.startMs - hour * HOUR_MS);
  }
}
