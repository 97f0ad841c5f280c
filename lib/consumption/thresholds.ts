import { hourMask, parseHour } from './hours';
import type { MetadataWarning } from './metadata';
import { type CityMetadata, parseCityMetadata, UNKNOWN_DATE } from './metadata';
import type { ThresholdEntry, ThresholdRiskSettings } from './threshold-risk-settings';

/** A threshold in kWh per household-hour and which entry gave it. */
export interface Threshold {
  kwh: number;
  from: 'meter' | 'district' | 'city' | 'default';
}

/** How many days of a dated value are kept, newest first to stay: a replay sends one document a day. */
const MAX_DATES = 8;

/** A value that holds from a local day on (day number as `TimeZone.dayNumber`), oldest first; −∞ as null in snapshots. */
type Dated = [fromDay: number | null, value: number][];

const districtKey = (city: string, district: string) => JSON.stringify([city, district]);

/**
 * Thresholds and critical hours by place and day. The most specific threshold wins: meter, district, city, default.
 * Typed-in entries and commands hold for all days. A metadata document holds from its date on (for all days without
 * one), so that a day that is still open is judged by its own document when the next one has come already.
 */
export class ThresholdTable {
  private meters = new Map<string, number>();
  private districts = new Map<string, Dated>();
  private cities = new Map<string, number>();
  private critical = new Map<string, Dated>();
  private defaultKwh: number;
  private readonly defaultMask: number;

  constructor(private readonly settings: ThresholdRiskSettings) {
    this.defaultKwh = settings.thresholdKwh;
    this.defaultMask = hourMask(settings.criticalHours.map(parseHour).filter((hour) => hour !== undefined));
    for (const entry of settings.thresholds) this.set(entry);
    this.readMetadataSetting(settings.metadata.trim());
  }

  /** Sets a threshold for all days; null takes it away (the default goes back to the setting). */
  set({ city, district, meter, kwh }: Omit<ThresholdEntry, 'kwh'> & { kwh: number | null }): void {
    if (meter !== undefined) put(this.meters, meter, kwh);
    else if (district !== undefined)
      put(this.districts, districtKey(city ?? '', district), kwh === null ? null : [[null, kwh]]);
    else if (city !== undefined) put(this.cities, city, kwh);
    else this.defaultKwh = kwh ?? this.settings.thresholdKwh;
  }

  /** Takes a metadata document. Nothing of it is taken when it is no document at all. */
  apply(document: unknown): MetadataWarning[] {
    const { metadata, warnings } = parseCityMetadata(document);
    if (metadata) this.take(metadata);
    return warnings;
  }

  ofMeter(meterId: string): number | undefined {
    return this.meters.get(meterId);
  }

  ofDistrict(city: string, district: string, day: number): Threshold {
    const dated = this.districts.get(districtKey(city, district));
    const kwh = dated && valueOn(dated, day);
    if (kwh !== undefined) return { kwh, from: 'district' };
    const ofCity = this.cities.get(city);
    return ofCity === undefined ? { kwh: this.defaultKwh, from: 'default' } : { kwh: ofCity, from: 'city' };
  }

  /** Bits of the critical hours of a city on a day. */
  criticalMask(city: string, day: number): number {
    const dated = this.critical.get(city);
    return (dated && valueOn(dated, day)) ?? this.defaultMask;
  }

  snapshot() {
    return structuredClone({
      meters: [...this.meters],
      districts: [...this.districts],
      cities: [...this.cities],
      critical: [...this.critical],
      defaultKwh: this.defaultKwh,
    });
  }

  restore(state: ReturnType<ThresholdTable['snapshot']>): void {
    const { meters, districts, cities, critical, defaultKwh } = structuredClone(state);
    this.meters = new Map(meters);
    this.districts = new Map(districts);
    this.cities = new Map(cities);
    this.critical = new Map(critical);
    this.defaultKwh = defaultKwh;
  }

  private readMetadataSetting(text: string): void {
    if (text === '') return;
    let documents: unknown = text;
    try {
      documents = JSON.parse(text);
    } catch {
      // Said with its place by the parser below.
    }
    for (const document of Array.isArray(documents) ? documents : [documents]) {
      const [warning] = this.apply(document);
      if (warning)
        throw new Error(`threshold risk settings: metadata${warning.place}: ${warning.message}; ${warning.remedy}`);
    }
  }

  private take({ city, date, districts, criticalHours }: CityMetadata): void {
    const day = date === UNKNOWN_DATE ? null : Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    for (const { district, thresholdKwh } of districts)
      addDated(this.districts, districtKey(city, district), day, thresholdKwh);
    addDated(this.critical, city, day, hourMask(criticalHours.map((hour) => parseHour(hour)!)));
  }
}

function put<V>(map: Map<string, V>, key: string, value: V | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

const dayOrFirst = (day: number | null) => day ?? Number.NEGATIVE_INFINITY;

function addDated(map: Map<string, Dated>, key: string, day: number | null, value: number): void {
  const dated = (map.get(key) ?? []).filter(([from]) => from !== day);
  dated.push([day, value]);
  dated.sort(([a], [b]) => dayOrFirst(a) - dayOrFirst(b));
  map.set(key, dated.slice(-MAX_DATES));
}

/** The newest value that holds on a day. Before the first date the first one holds: better than a default. */
function valueOn(dated: Dated, day: number): number | undefined {
  let found = dated[0]?.[1];
  for (const [from, value] of dated) if (dayOrFirst(from) <= day) found = value;
  return found;
}
