import type { DistrictRisk, GridAlert } from '../messages';
import { PHASE } from './alarm-phases';
import type { District } from './places';
import type { RiskParts } from './risk-parts';

const MAX_ALARMS = 100;
const MAX_DISTRICTS = 200;

/** A district as it is now: households above their threshold, and the score of its day once an hour has been judged. */
export interface DistrictView {
  city: string;
  district: string;
  households: number;
  /** Households whose load is above their threshold now. */
  householdsAbove: number;
  /** The result that was emitted last; null before the first hour that is complete. */
  risk: DistrictRisk | null;
}

/** What a page shows of the threshold-risk operator. */
export interface RiskView {
  /** Active alarms, high severity first, then the oldest; at most 100. */
  alarms: GridAlert[];
  /** All active alarms, also those beyond the list. */
  alarmCount: number;
  /** The districts, highest score first, then the largest share above the threshold; at most 200. */
  districts: DistrictView[];
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
  const isAbove = (slot: number) =>
    meters.phases.phase[slot] === PHASE.pending || meters.phases.phase[slot] === PHASE.active;
  const scored = places.sortedDistricts().filter(({ isScored, members }) => isScored && members.length > 0);
  const districts = scored.map((district) => districtView(district, isAbove)).sort(byRisk);
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

function districtView({ city, name, members, latest }: District, isAbove: (slot: number) => boolean): DistrictView {
  let householdsAbove = 0;
  for (const slot of members) if (isAbove(slot)) householdsAbove++;
  return { city: city.name, district: name, households: members.length, householdsAbove, risk: latest ?? null };
}

function byRisk(a: DistrictView, b: DistrictView): number {
  return (
    (b.risk?.score ?? 0) - (a.risk?.score ?? 0) || b.householdsAbove / b.households - a.householdsAbove / a.households
  );
}
