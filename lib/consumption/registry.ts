import type { MeterReading } from '../messages';
import { KIND } from './meters';
import type { District } from './places';
import type { RiskParts } from './risk-parts';

/**
 * The slot of the reading's meter, which is admitted when it is new, or moved when it names another city, district or
 * household. A reading that leaves a name out says nothing about it: gateways often send it only once.
 */
export function slotOf(parts: RiskParts, reading: MeterReading): number {
  const { meters, places } = parts;
  const slot = meters.slots.find(reading.meterId);
  if (slot < 0) return admit(parts, reading);
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
    dropUnused(parts, now);
  }
  return slot;
}

function admit(parts: RiskParts, { meterId, city, district, household, feeder }: MeterReading): number {
  const { meters, places } = parts;
  if (meters.slots.isFull) evict(parts, meters.slots.oldest);
  const slot = meters.add(meterId);
  const isFeeder = feeder !== undefined && household === undefined;
  meters.place(slot, places.district(city ?? '', district ?? ''), isFeeder ? KIND.feeder : KIND.household, household);
  return slot;
}

function evict(parts: RiskParts, slot: number): void {
  const { meters, live, book, counters, out } = parts;
  const district = meters.districts[slot]!;
  out.alert(live.forget(slot, book.watermark.maximumMs));
  meters.remove(slot);
  counters.evictedMeters++;
  counters.evictedSinceTick++;
  dropUnused(parts, district);
}

/** Forgets a district without meters and open days, and its city when it was the last one; clears their alarms. */
export function dropUnused({ places, alarms, book, out }: RiskParts, district: District): void {
  if (!district.isUnused) return;
  const { city } = district;
  const timeMs = book.watermark.maximumMs;
  out.alert(alarms.forgetDistrict(district, timeMs));
  places.remove(district);
  if (city.districts.size === 0) out.alert(alarms.forgetCity(city, timeMs));
}
