import type { MeterReading } from '../messages';
import type { DayBook } from './day-book';
import { KIND, type Meters } from './meters';
import type { City, District, Places } from './places';

/** The meters and their places, and who wants to know when something is forgotten. */
export interface Registry {
  meters: Meters;
  places: Places;
  book: DayBook;
  counters: { evictedSinceTick: number };
  onForget?: {
    /** Called before the meter is gone. */
    meter(slot: number): void;
    district(district: District): void;
    city(city: City): void;
  };
}

/**
 * The slot of the reading's meter, which is admitted when it is new, or moved when it names another city, district or
 * household. A reading that leaves a name out says nothing about it: gateways often send it only once.
 */
export function slotOf(registry: Registry, reading: MeterReading): number {
  const { meters, places, book } = registry;
  const slot = meters.slots.find(reading.meterId);
  if (slot < 0) return admit(registry, reading);
  meters.slots.touch(slot);
  const { city, district, household, feeder } = reading;
  const now = meters.districts[slot]!;
  const knownHousehold = meters.households[slot];
  const isFeeder = feeder !== undefined && household === undefined && knownHousehold === undefined;
  if (
    (district !== undefined && district !== now.name) ||
    (city !== undefined && city !== now.city.name) ||
    (household !== undefined && household !== knownHousehold) ||
    (isFeeder && meters.kinds[slot] !== KIND.feeder)
  ) {
    const next = places.district(city ?? now.city.name, district ?? now.name);
    const kind = isFeeder ? KIND.feeder : KIND.household;
    meters.place(slot, next, kind, household ?? knownHousehold);
    book.carry(slot, now, next);
    dropUnused(registry, now);
  }
  return slot;
}

function admit(registry: Registry, { meterId, city, district, household, feeder }: MeterReading): number {
  const { meters, places } = registry;
  if (meters.slots.isFull) evict(registry, meters.slots.oldest);
  const slot = meters.add(meterId);
  const isFeeder = feeder !== undefined && household === undefined;
  meters.place(slot, places.district(city ?? '', district ?? ''), isFeeder ? KIND.feeder : KIND.household, household);
  return slot;
}

function evict(registry: Registry, slot: number): void {
  const { meters, counters, onForget } = registry;
  const district = meters.districts[slot]!;
  onForget?.meter(slot);
  meters.remove(slot);
  counters.evictedSinceTick++;
  dropUnused(registry, district);
}

/** Forgets a district without meters and open days, and its city when it was the last one. */
export function dropUnused({ places, onForget }: Registry, district: District): void {
  if (!district.isUnused) return;
  const { city } = district;
  places.remove(district);
  onForget?.district(district);
  if (city.districts.size === 0) onForget?.city(city);
}
