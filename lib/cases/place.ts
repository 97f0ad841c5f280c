import type { FeederBalance, TheftEvent } from '../messages';

const FIELDS = ['city', 'district', 'household', 'feeder'] as const;

/** Where a meter is, as far as its events say. */
export type Place = Pick<TheftEvent, (typeof FIELDS)[number]>;

/** The latest event that names a field says what it is. */
export function placeOf(events: readonly TheftEvent[]): Place {
  const place: Place = {};
  for (const event of events) {
    for (const field of FIELDS) if (event[field] !== undefined) place[field] = event[field];
  }
  return place;
}

/** Whether a balance is of the feeder of a place; one without a city is of the feeder of that name in any. */
export function isOfFeeder({ feeder, city }: FeederBalance, place: Place): boolean {
  return feeder === place.feeder && (city === undefined || city === place.city);
}
