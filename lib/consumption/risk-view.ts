import type { DistrictRisk, GridAlert } from '../messages';
import type { RiskParts } from './risk-parts';

const MAX_ALARMS = 100;
const MAX_DISTRICTS = 200;

/** What a page shows of the threshold-risk operator. */
export interface RiskView {
  /** Active alarms, high severity first, then the oldest; at most 100. */
  alarms: GridAlert[];
  /** All active alarms, also those beyond the list. */
  alarmCount: number;
  /** The result of each district that was emitted last, highest score first; at most 200. */
  districts: DistrictRisk[];
  districtCount: number;
  meters: number;
  /** Newest event time, epoch ms; null before the first reading. */
  eventTimeMs: number | null;
  /** Readings that were flagged duplicate and ignored. */
  duplicates: number;
  /** Loads that were older than the newest of their meter. */
  outOfOrder: number;
  /** Register differences that were not believed. */
  implausible: number;
  evictedMeters: number;
}

export function viewOf({ meters, places, board, book, live, counters }: RiskParts): RiskView {
  const districts = places.sortedDistricts().flatMap((district) => (district.latest ? [district.latest] : []));
  districts.sort((a, b) => b.score - a.score || b.violationRatio - a.violationRatio);
  const { maximumMs } = book.watermark;
  return {
    alarms: board.sorted().slice(0, MAX_ALARMS),
    alarmCount: board.size,
    districts: districts.slice(0, MAX_DISTRICTS),
    districtCount: districts.length,
    meters: meters.slots.size,
    eventTimeMs: Number.isFinite(maximumMs) ? maximumMs : null,
    duplicates: counters.duplicates,
    outOfOrder: live.outOfOrderCount,
    implausible: meters.energy.implausibleCount,
    evictedMeters: counters.evictedMeters,
  };
}
