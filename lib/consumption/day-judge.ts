import type { DistrictDay } from './district-day';
import type { District } from './places';
import { dropUnused } from './registry';
import type { RiskParts } from './risk-parts';

/** Scores the days to which judged hours came, and steps the alarms of districts and cities. Called once a tick. */
export function judgeDistricts(parts: RiskParts): void {
  const { places, book, alarms, out } = parts;
  const { maximumMs, currentMs } = book.watermark;
  if (!Number.isFinite(maximumMs)) return;
  for (const district of places.sortedDistricts()) {
    if (!district.isScored) continue;
    const days = district.openDays;
    for (const day of days) {
      const judged = day.judgedHours(currentMs);
      if (day.dirty & judged) evaluate(parts, district, day, judged, false);
    }
    // The oldest open day is the one the alarm looks at, so that the last hour of a day still counts after midnight.
    out.alert(alarms.stepDistrict(district, days[0]?.risk, maximumMs));
  }
  for (const city of places.sortedCities()) out.alert(alarms.stepCity(city, maximumMs));
}

/** Emits the final scores of the days that the watermark has passed, and forgets the days. */
export function closeDueDays(parts: RiskParts): void {
  const { book, alarms, out } = parts;
  const due = book.dueDays();
  for (const { district, day } of due) {
    evaluate(parts, district, day, day.judgedHours(day.endMs), true);
    out.alert(alarms.stepDistrict(district, day.risk, book.watermark.maximumMs));
  }
  book.close(due);
  for (const { district } of due) dropUnused(parts, district);
}

function evaluate(parts: RiskParts, district: District, day: DistrictDay, judged: number, final: boolean): void {
  const { meters, thresholds, settings, out } = parts;
  meters.sort(district);
  const city = district.city.name;
  const rule = {
    threshold: thresholds.ofDistrict(city, district.name, day.day),
    criticalMask: thresholds.criticalMask(city, day.day),
    estimated: settings.estimated,
  };
  const risk = day.evaluate(district, meters.cells, judged, rule, final);
  if (!risk) return;
  district.latest = risk;
  out.districts.push(risk);
}
