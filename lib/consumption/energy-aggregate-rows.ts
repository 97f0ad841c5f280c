import type { HourRows } from '../stream/hour-rows';
import type { DistrictDay } from './district-day';
import type { Meters } from './meters';
import type { District } from './places';

export interface ChosenHours {
  /** Bits of the hours of which a row makes a household count. */
  counted: number;
  /** Bits of the hours that are laid out. */
  laid: number;
  /** Only household-hours to which energy came since they were laid out in this way. */
  onlyChanged?: boolean;
}

/**
 * Lays hours of a district's day out as rows: households by name, hours in order. The meters of one household are added
 * up; where one of them has no value, the sum of the others is an estimated one.
 */
export function layRows(
  rows: HourRows,
  meters: Meters,
  district: District,
  day: DistrictDay,
  hours: ChosenHours,
): void {
  rows.clear();
  meters.sort(district);
  const { members } = district;
  for (let from = 0, to: number; from < members.length; from = to) {
    const household = meters.householdOf(members[from]!);
    for (to = from + 1; to < members.length && meters.householdOf(members[to]!) === household; ) to++;
    layHousehold(rows, meters, household, members.slice(from, to), day, hours);
  }
}

function layHousehold(
  rows: HourRows,
  { cells }: Meters,
  household: string,
  slots: readonly number[],
  day: DistrictDay,
  { counted, laid, onlyChanged }: ChosenHours,
): void {
  let known = 0;
  for (const slot of slots) known |= cells.rowsOf(slot, day.day);
  if (!(known & counted)) return;
  const index = rows.households.push(household) - 1;
  for (let hour = 0; hour < day.hourCount; hour++) {
    const bit = 1 << hour;
    if (!(known & laid & bit)) continue;
    const lengthMs = day.lengthMs(hour);
    let sumKwh = 0;
    let values = 0;
    let missing = 0;
    let isEstimated = false;
    let hasChanged = false;
    for (const slot of slots) {
      if (!(cells.rowsOf(slot, day.day) & bit)) continue;
      if (onlyChanged && cells.takeChanged(slot, day.day, hour)) hasChanged = true;
      const kwh = cells.kwh(slot, day.day, hour, lengthMs);
      if (kwh === null) {
        missing++;
        continue;
      }
      values++;
      sumKwh += kwh;
      if (cells.isEstimated(slot, day.day, hour, lengthMs)) isEstimated = true;
    }
    if (onlyChanged && !hasChanged) continue;
    if (values === 0) rows.add(index, hour, Number.NaN, false);
    else rows.add(index, hour, sumKwh, isEstimated || missing > 0);
  }
}
