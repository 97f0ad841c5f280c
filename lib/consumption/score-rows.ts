import type { DistrictRisk } from '../messages';
import type { HourRows, LocalDay } from '../stream/hour-rows';
import { HourTotals, KahanSum, scoreHours } from './day-score';
import { hourMask, parseHour } from './hours';

export interface RowScoreSettings {
  city: string;
  district: string;
  /** Threshold of a household-hour in kWh. */
  thresholdKwh: number;
  /** Critical hours of the wall clock as HH:00. */
  criticalHours: readonly string[];
  estimated: 'exclude' | 'count';
}

/** The risk score of one district on one day from its rows in columns; the rules stand at `scoreDistrictDay`. */
export function scoreRows(rows: HourRows, day: LocalDay, settings: RowScoreSettings): DistrictRisk {
  const { city, district, thresholdKwh, criticalHours, estimated } = settings;
  const { count, hour, kwh, isEstimated } = rows;
  const hours = day.clock.map((clock) => ({ hour: clock, totals: new HourTotals() }));
  for (let i = 0; i < count; i++) {
    const { totals } = hours[hour[i]!]!;
    const value = kwh[i]!;
    if (Number.isNaN(value)) totals.missing++;
    else totals.add(value, isEstimated[i] === 1, estimated === 'count' || isEstimated[i] === 0, thresholdKwh);
  }
  const places = hours.map((_, place) => place).filter((p) => hours[p]!.totals.rows + hours[p]!.totals.missing > 0);
  const criticalMask = hourMask(criticalHours.map(parseHour).filter((one) => one !== undefined));
  return scoreHours(
    places.map((place) => hours[place]!),
    {
      city,
      district,
      date: day.date,
      thresholdKwh,
      criticalMask,
      estimated,
      households: rows.households.length,
      final: true,
    },
    {
      inFileOrder: () => kwh.subarray(0, count),
      filledSums(fillKwh) {
        const sums = hours.map(() => new KahanSum());
        for (let i = 0; i < count; i++) sums[hour[i]!]!.add(Number.isNaN(kwh[i]!) ? fillKwh : kwh[i]!);
        return places.map((place) => sums[place]!);
      },
    },
  );
}
