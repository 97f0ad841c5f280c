import type { DistrictRisk } from '../messages';
import { type CityTimeZone, CityZones } from '../stream/booking-settings';
import type { TimeZone } from '../stream/local-time';
import type { DistrictDay } from './district-day';

/** A city that readings named, with its time zone. */
export class City {
  readonly districts = new Map<string, District>();

  constructor(
    readonly name: string,
    readonly index: number,
    readonly zone: TimeZone,
  ) {}

  /** By name, so that what is emitted does not depend on who came first. */
  sortedDistricts(): District[] {
    return [...this.districts.values()].sort(byName);
  }
}

/**
 * The meters of one district, or those of a city that name none (`name` empty: they have thresholds and alarms, but
 * there is no district to score).
 */
export class District {
  /** Slots of its household meters, in the order of their households when `isSorted`. */
  members: number[] = [];
  isSorted = true;
  /** All its meters, those of feeders too. */
  meterCount = 0;
  /** Days that are still open, by parity of their number; two at most, because the lateness is below half a day. */
  readonly days: (DistrictDay | undefined)[] = [undefined, undefined];
  /** The day that was booked to last, for the fast path; one of `days`. */
  current: DistrictDay | undefined;
  /** Local day of the newest reading; thresholds of live values are those of this day. */
  liveDay = Number.NEGATIVE_INFINITY;
  liveDayEndMs = Number.NEGATIVE_INFINITY;
  /** Goes up whenever thresholds have to be looked up again. */
  epoch = 1;
  /** Score of the day that its alarm looks at; 0 without one. */
  score = 0;
  hasScore = false;
  /** The result that was emitted last. */
  latest: DistrictRisk | undefined;

  constructor(
    readonly city: City,
    readonly name: string,
    readonly index: number,
  ) {}

  get isScored(): boolean {
    return this.name !== '';
  }

  get isUnused(): boolean {
    return this.meterCount === 0 && this.days.every((day) => day === undefined);
  }

  /** The open days, oldest first. */
  get openDays(): DistrictDay[] {
    return this.days.filter((day) => day !== undefined).sort((a, b) => a.day - b.day);
  }

  /** Makes `timeMs` part of the live day. */
  roll(timeMs: number): void {
    this.setLiveDay(this.city.zone.dayNumber(timeMs));
  }

  setLiveDay(day: number): void {
    this.liveDay = day;
    this.liveDayEndMs = this.city.zone.dayBounds(day).endMs;
    this.epoch++;
  }

  /** All open days have to be judged again, all live thresholds to be looked up again. */
  invalidate(): void {
    this.epoch++;
    for (const day of this.days) day?.invalidate();
  }
}

/** The cities and districts that meters are in now. Indices are small integers that are used again. */
export class Places {
  private readonly cities = new Map<string, City>();
  private readonly freeCities: number[] = [];
  private readonly freeDistricts: number[] = [];
  private cityCount = 0;
  private districtCount = 0;
  private readonly zones: CityZones;

  constructor(settings: { timeZone: string; cityTimeZones: readonly CityTimeZone[] }) {
    this.zones = new CityZones(settings);
  }

  /** The district of that name; it is made when it is new. */
  district(cityName: string, name: string): District {
    let city = this.cities.get(cityName);
    if (!city) {
      city = new City(cityName, this.freeCities.pop() ?? this.cityCount++, this.zoneOf(cityName));
      this.cities.set(cityName, city);
    }
    let district = city.districts.get(name);
    if (!district) {
      district = new District(city, name, this.freeDistricts.pop() ?? this.districtCount++);
      city.districts.set(name, district);
    }
    return district;
  }

  zoneOf(cityName: string): TimeZone {
    return this.zones.of(cityName);
  }

  find(cityName: string, name: string): District | undefined {
    return this.cities.get(cityName)?.districts.get(name);
  }

  remove(district: District): void {
    const { city } = district;
    city.districts.delete(district.name);
    this.freeDistricts.push(district.index);
    if (city.districts.size === 0) {
      this.cities.delete(city.name);
      this.freeCities.push(city.index);
    }
  }

  /** By name, so that what is emitted does not depend on who came first. */
  sortedCities(): City[] {
    return [...this.cities.values()].sort(byName);
  }

  sortedDistricts(): District[] {
    return this.sortedCities().flatMap((city) => city.sortedDistricts());
  }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
