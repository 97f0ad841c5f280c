import type { DistrictRisk, GridAlert } from '../messages';
import type { WatermarkState } from '../stream/watermark';
import { FORGOTTEN } from './live-rule';
import { dropUnused } from './registry';
import type { Counters, RiskParts } from './risk-parts';
import type { ThresholdTable } from './thresholds';

interface DistrictSnapshot {
  city: string;
  district: string;
  liveDay: number | null;
  alarm: number[];
  days: [day: number, dirty: number, risk: DistrictRisk | null][];
  latest: DistrictRisk | null;
}

type MeterSnapshot = [
  meterId: string,
  city: string,
  district: string,
  household: string | null,
  kind: number,
  loadMs: number,
  phase: number,
  sinceMs: number,
  energy: number[],
  days: number[][],
];

/** The whole state of the threshold-risk operator as plain JSON data. */
export interface RiskSnapshot {
  operator: 'threshold-risk';
  counters: Counters & { outOfOrderCount: number; implausibleCount: number };
  watermark: WatermarkState;
  thresholds: ReturnType<ThresholdTable['snapshot']>;
  alerts: GridAlert[];
  cities: [name: string, alarm: number[]][];
  districts: DistrictSnapshot[];
  /** Least recently used first. */
  meters: MeterSnapshot[];
}

export function snapshotParts(parts: RiskParts): RiskSnapshot {
  const { meters, places, thresholds, board, alarms, book, live, counters } = parts;
  const { outOfOrderCount } = live;
  const { implausibleCount } = meters.energy;
  return {
    operator: 'threshold-risk',
    counters: { ...counters, outOfOrderCount, implausibleCount },
    watermark: book.watermark.snapshot(),
    thresholds: thresholds.snapshot(),
    alerts: board.snapshot(),
    cities: places.sortedCities().map((city) => [city.name, alarms.savedCity(city)]),
    districts: places.sortedDistricts().map((district) => ({
      city: district.city.name,
      district: district.name,
      liveDay: Number.isFinite(district.liveDay) ? district.liveDay : null,
      alarm: alarms.savedDistrict(district),
      days: district.openDays.map((day) => [day.day, day.dirty, day.risk ?? null]),
      latest: district.latest ?? null,
    })),
    meters: [...meters.slots.oldestFirst()].map((slot): MeterSnapshot => {
      const district = meters.districts[slot]!;
      const phase = meters.phases.phase[slot]!;
      return [
        meters.slots.key(slot),
        district.city.name,
        district.name,
        meters.households[slot] ?? null,
        meters.kinds[slot]!,
        meters.loadMs[slot]!,
        phase,
        phase === 0 ? 0 : meters.phases.sinceMs[slot]!,
        meters.energy.snapshot(slot),
        meters.cells.snapshot(slot),
      ];
    }),
  };
}

/** @throws Error when it is not a snapshot of this operator. */
export function checkSnapshot(given: unknown): asserts given is RiskSnapshot {
  const snapshot = given as RiskSnapshot | null;
  if (
    snapshot?.operator !== 'threshold-risk' ||
    !Array.isArray(snapshot.meters) ||
    !Array.isArray(snapshot.districts)
  ) {
    throw new Error('not a snapshot of the threshold-risk operator: give what snapshot() returned, or reset');
  }
}

/** Puts a snapshot into fresh parts. */
export function restoreParts(parts: RiskParts, snapshot: RiskSnapshot): void {
  const { meters, places, thresholds, board, alarms, book, live } = parts;
  book.watermark.restore(snapshot.watermark);
  thresholds.restore(snapshot.thresholds);
  board.restore(snapshot.alerts);
  for (const saved of snapshot.districts) {
    const district = places.district(saved.city, saved.district);
    if (saved.liveDay !== null) district.setLiveDay(saved.liveDay);
    alarms.restoreDistrict(district, saved.alarm);
    district.latest = saved.latest ?? undefined;
    for (const [dayNumber, dirty, risk] of saved.days) {
      const day = book.reopen(district, dayNumber);
      day.dirty = dirty;
      day.risk = risk ?? undefined;
    }
  }
  const cities = new Map(snapshot.cities);
  for (const city of places.sortedCities()) alarms.restoreCity(city, cities.get(city.name) ?? [0, 0]);
  // A smaller maximum than before keeps the meters that were used last.
  for (const saved of snapshot.meters.slice(-meters.slots.maximum)) {
    const [meterId, city, district, household, kind, loadMs, phase, sinceMs, energy, days] = saved;
    const slot = meters.add(meterId);
    meters.place(slot, places.district(city, district), kind, household ?? undefined);
    meters.loadMs[slot] = loadMs;
    meters.phases.phase[slot] = phase;
    meters.phases.sinceMs[slot] = sinceMs;
    meters.energy.restore(slot, energy);
    meters.cells.restore(slot, days);
  }
  forgetTheRest(parts);
  const { outOfOrderCount, implausibleCount, ...counters } = snapshot.counters;
  live.outOfOrderCount = outOfOrderCount;
  meters.energy.implausibleCount = implausibleCount;
  parts.counters = { ...counters, evictedMeters: counters.evictedMeters + snapshot.meters.length - meters.slots.size };
}

/** Clears what belonged to meters that a smaller maximum left out; the alerts go out with the next ones. */
function forgetTheRest(parts: RiskParts): void {
  const { meters, places, board, book, out } = parts;
  for (const { alarmId, scope, subject, timeMs, value } of board.snapshot()) {
    if (scope !== 'meter' || meters.slots.find(subject) >= 0) continue;
    out.alert(board.clear(alarmId, { timeMs: Math.max(timeMs, book.watermark.maximumMs), value, because: FORGOTTEN }));
  }
  for (const district of places.sortedDistricts()) dropUnused(parts, district);
}
