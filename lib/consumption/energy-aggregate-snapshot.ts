import type { WatermarkState } from '../stream/watermark';
import type { MonthState } from './energy-aggregate-months';
import type { AggregateParts } from './energy-aggregate-parts';
import { dropUnused } from './registry';

type MeterSnapshot = [
  meterId: string,
  city: string,
  district: string,
  household: string | null,
  kind: number,
  energy: number[],
  days: number[][],
];

/** The whole state of the energy-aggregate operator as plain JSON data. */
export interface AggregateSnapshot {
  operator: 'energy-aggregate';
  evictedSinceTick: number;
  watermark: WatermarkState;
  districts: [city: string, district: string, days: [day: number, dirty: number][]][];
  /** Least recently used first. */
  meters: MeterSnapshot[];
  months: MonthState[];
}

export function snapshotAggregates({ meters, places, book, rollup, counters }: AggregateParts): AggregateSnapshot {
  return {
    operator: 'energy-aggregate',
    evictedSinceTick: counters.evictedSinceTick,
    watermark: book.watermark.snapshot(),
    districts: places
      .sortedDistricts()
      .map(({ city, name, openDays }) => [city.name, name, openDays.map(({ day, dirty }) => [day, dirty])]),
    meters: [...meters.slots.oldestFirst()].map((slot): MeterSnapshot => {
      const { city, name } = meters.districts[slot]!;
      const household = meters.households[slot] ?? null;
      const [energy, days] = [meters.energy.snapshot(slot), meters.cells.snapshot(slot)];
      return [meters.slots.key(slot), city.name, name, household, meters.kinds[slot]!, energy, days];
    }),
    months: rollup.snapshot(),
  };
}

/** @throws Error when it is not a snapshot of this operator. */
export function checkAggregateSnapshot(given: unknown): asserts given is AggregateSnapshot {
  const snapshot = given as AggregateSnapshot | null;
  if (snapshot?.operator !== 'energy-aggregate' || !Array.isArray(snapshot.meters) || !Array.isArray(snapshot.months)) {
    throw new Error('not a snapshot of the energy-aggregate operator: give what snapshot() returned, or reset');
  }
}

/** Puts a snapshot into fresh parts. */
export function restoreAggregates(parts: AggregateParts, snapshot: AggregateSnapshot): void {
  const { meters, places, book, rollup, counters } = parts;
  book.watermark.restore(snapshot.watermark);
  for (const [city, name, days] of snapshot.districts) {
    const district = places.district(city, name);
    for (const [day, dirty] of days) book.reopen(district, day).dirty = dirty;
  }
  // A smaller maximum than before keeps the meters that were used last.
  for (const [meterId, city, district, household, kind, energy, days] of snapshot.meters.slice(-meters.slots.maximum)) {
    const slot = meters.add(meterId);
    meters.place(slot, places.district(city, district), kind, household ?? undefined);
    meters.energy.restore(slot, energy);
    meters.cells.restore(slot, days);
  }
  for (const district of places.sortedDistricts()) dropUnused(parts, district);
  counters.evictedSinceTick = snapshot.evictedSinceTick + snapshot.meters.length - meters.slots.size;
  rollup.restore(snapshot.months);
}
