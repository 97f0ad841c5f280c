import { type Static, Type } from '@sinclair/typebox';
import { TimeZone } from './local-time';

const minutes = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Number({ default: value, minimum, maximum, unit: 'min', description });

const CityTimeZone = Type.Object(
  { city: Type.String({ minLength: 1 }), timeZone: Type.String({ description: 'IANA time zone' }) },
  { additionalProperties: false },
);
export type CityTimeZone = Static<typeof CityTimeZone>;

/** The time zones of every operator that adds readings up to local days. */
export const zoneSettings = {
  timeZone: Type.String({ default: 'UTC', description: 'IANA time zone of the districts' }),
  cityTimeZones: Type.Array(CityTimeZone, { default: [], description: 'Cities in another time zone' }),
};

/** How such an operator takes energy, and for how many meters. */
export const bookingSettings = {
  latenessMinutes: minutes(10, 0, 720, 'How long after its end (event time) a day still takes readings'),
  maximumGapMinutes: minutes(15, 1, 1440, 'How long a power value is taken to last when no newer one comes'),
  maximumPowerKw: Type.Number({
    default: 100,
    exclusiveMinimum: 0,
    maximum: 1e6,
    unit: 'kW',
    description: 'A register difference that means more than this is not believed',
  }),
  maximumAheadMinutes: minutes(60, 1, 5_256_000, 'A reading further ahead of the clock than this is refused'),
  maximumMeters: Type.Integer({
    default: 100_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'At most so many meters; the one that was silent longest is forgotten first',
  }),
};

/** The time zones that these settings name. */
export class CityZones {
  private readonly usual: TimeZone;
  private readonly others: Map<string, TimeZone>;

  /** @throws Error that names the time zone that is not known. */
  constructor({ timeZone, cityTimeZones }: { timeZone: string; cityTimeZones: readonly CityTimeZone[] }) {
    this.usual = new TimeZone(timeZone);
    this.others = new Map(cityTimeZones.map(({ city, timeZone: name }) => [city, new TimeZone(name)]));
  }

  of(city: string): TimeZone {
    return this.others.get(city) ?? this.usual;
  }

  /** A zone by its own name; undefined when the settings do not name it. */
  named(name: string): TimeZone | undefined {
    return [this.usual, ...this.others.values()].find((zone) => zone.name === name);
  }
}
