import { type Static, Type } from '@sinclair/typebox';
import { PHASE } from '../alarms/alarm-phases';
import { DistrictRisk, GridAlert } from '../messages';
import type { District } from './places';
import type { RiskParts } from './risk-parts';

const MAX_ALARMS = 100;
const MAX_DISTRICTS = 200;

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** A district as it is now: households above their threshold, and the score of its day once an hour has been judged. */
export const DistrictView = Type.Object({
  city: Type.String(),
  district: Type.String(),
  households: count('Households with a meter'),
  householdsAbove: count('Households whose load is above their threshold now'),
  risk: Type.Union([DistrictRisk, Type.Null()], {
    description: 'The score that was sent last; null before the first hour that is complete',
  }),
});
export type DistrictView = Static<typeof DistrictView>;

/** What a page shows of the threshold-risk operator. */
export const RiskView = Type.Object(
  {
    alarms: Type.Array(GridAlert, { description: 'Active alarms, high severity first, then the oldest; at most 100' }),
    alarmCount: count('All active alarms, also those beyond the list'),
    districts: Type.Array(DistrictView, {
      description: 'The districts, highest score first, then the largest share above the threshold; at most 200',
    }),
    districtCount: count('All districts'),
    meters: count('Meters that are known'),
    eventTimeMs: Type.Union([Type.Number(), Type.Null()], {
      unit: 'ms',
      description: 'Newest event time; null before the first reading',
    }),
    duplicates: count('Readings that were flagged duplicate and ignored'),
    outOfOrder: count('Loads that were older than the newest of their meter'),
    implausible: count('Register differences that were not believed'),
    evictedMeters: count('Meters that were forgotten because there were more than the maximum'),
  },
  { $id: 'RiskView', title: 'RiskView' },
);
export type RiskView = Static<typeof RiskView>;

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
