import { dayText } from '../stream/local-time';
import { type CaseParts, zoneOf } from './case-parts';
import { type CaseRecord, firstMs, lastMs } from './case-record';

/**
 * Brings the plots of an open or confirmed case up to date: of the days of its events that are still known the one
 * with the highest score, and the latest day. A plot that is kept is not replaced by one that shows less of its day.
 */
export function refreshPlots(parts: CaseParts, record: CaseRecord): void {
  const zone = zoneOf(parts, record);
  const days = parts.plots.days(record.meterId, zone);
  const [from, to] = [zone.dayNumber(firstMs(record)), zone.dayNumber(lastMs(record))];
  for (const { dayNumber, score } of days) {
    if (dayNumber < from || dayNumber > to) continue;
    const { telling } = record;
    const isSame = telling?.plot.date === dayText(dayNumber);
    if (telling && !isSame && score <= telling.score) continue;
    const plot = parts.plots.plot(record.meterId, dayNumber, zone);
    if (plot && !(isSame && plot.timeMs.length < telling!.plot.timeMs.length)) record.telling = { score, plot };
  }
  const newest = days.at(-1);
  if (newest) record.latest = parts.plots.plot(record.meterId, newest.dayNumber, zone) ?? record.latest;
}
