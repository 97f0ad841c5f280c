import type { DistrictRisk } from '../messages';
import type { HourRows, LocalDay } from '../stream/hour-rows';
import { clockText } from '../stream/local-day';
import type { DistrictDayReport } from './district-day';

/** A district-day as reports show it, from its rows and its score. Filled rows have the mean of the day. */
export function districtReport(
  rows: HourRows,
  day: LocalDay,
  risk: DistrictRisk,
  hasDrawings = true,
): DistrictDayReport {
  const hours = day.clock.map((clock) => ({ hour: clockText(clock), sumKwh: 0 }));
  // Only drawings show single household-hours.
  const shown = hasDrawings ? rows.households : [];
  const kwh = shown.map(() => new Array<number | null>(day.clock.length).fill(null));
  const values = new Float64Array(rows.count);
  const quality = { good: 0, estimated: 0, suspect: 0, missing: 0 };
  for (let i = 0; i < rows.count; i++) {
    const value = rows.kwh[i]!;
    const hour = rows.hour[i]!;
    if (Number.isNaN(value)) {
      quality.missing++;
      hours[hour]!.sumKwh += risk.averageKwh;
      continue;
    }
    hours[hour]!.sumKwh += value;
    if (hasDrawings) kwh[rows.household[i]!]![hour] = value;
    if (rows.isEstimated[i] === 1) quality.estimated++;
    else values[quality.good++] = value;
  }
  const order = shown.map((name, i) => ({ name, i })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    risk,
    quality,
    quartilesKwh: quartiles(values.subarray(0, quality.good)),
    hours,
    households: order.map(({ name }) => name),
    kwh: order.map(({ i }) => kwh[i]!),
  };
}

/** Minimum, quartiles and maximum, interpolated linearly as NumPy's default does (Hyndman and Fan 1996, type 7). */
function quartiles(values: Float64Array): DistrictDayReport['quartilesKwh'] {
  if (values.length === 0) return null;
  values.sort();
  const at = (share: number) => {
    const place = share * (values.length - 1);
    const low = Math.floor(place);
    const next = values[Math.min(low + 1, values.length - 1)]!;
    return values[low]! + (next - values[low]!) * (place - low);
  };
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}
