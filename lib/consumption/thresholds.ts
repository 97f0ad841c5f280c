import { hourMask, parseHour } from './hours';
import { type CityMetadata, type MetadataWarning, parseCityMetadata, UNKNOWN_DATE } from './metadata';
import type { ThresholdEntry, ThresholdRiskSettings } from './threshold-risk-settings';

/** A threshold in kWh per household-hour and which entry gave it. */
export interface Threshold {
  kwh: number;
  from: 'meter' | 'district' | 'city' | 'default';
}

/** How many days of a dated value are kept, the newest ones: a replay sends one document a day. */
const MAX_DATES = 8;

/** A value that holds from a local day on (day number as `TimeZone.dayNumber`, null: always), oldest first. */
type Dated = [fromDay: number | null, value: number][];

interface LayerState {
  meters: [string, number][];
  districts: [string, Dated][];
  cities: [string, number][];
  critical: [string, Dated][];
  defaultKwh: number | null;
}

const districtKey = (city: string, district: string) => JSON.stringify([city, district]);

/** Thresholds and critical hours from one origin. */
class Layer {
  meters = new Map<string, number>();
  districts = new Map<string, Dated>();
  cities = new Map<string, number>();
  critical = new Map<string, Dated>();
  defaultKwh: number | null = null;

  /** null takes a threshold away. */
  set({ city, district, meter, kwh }: Omit<ThresholdEntry, 'kwh'> & { kwh: number | null }): void {
    if (meter !== undefined) put(this.meters, meter, kwh);
    else if (district !== undefined) {
      put(this.districts, districtKey(city ?? '', district), kwh === null ? null : [[null, kwh]]);
    } else if (city !== undefined) put(this.cities, city, kwh);
    else this.defaultKwh = kwh;
  }

  take({ city, date, districts, criticalHours }: CityMetadata): void {
    const day = date === UNKNOWN_DATE ? null : Date.parse(`${date}T00:00:00Z`) / 86_400_000;
    for (const { district, thresholdKwh } of districts) {
      addDated(this.districts, districtKey(city, district), day, thresholdKwh);
    }
    addDated(this.critical, city, day, maskOf(criticalHours));
  }

  snapshot(): LayerState {
    const { meters, districts, cities, critical, defaultKwh } = this;
    return structuredClone({
      meters: [...meters],
      districts: [...districts],
      cities: [...cities],
      critical: [...critical],
      defaultKwh,
    });
  }

  restore(state: LayerState): void {
    const { meters, districts, cities, critical, defaultKwh } = structuredClone(state);
    this.meters = new Map(meters);
    this.districts = new Map(districts);
    this.cities = new Map(cities);
    this.critical = new Map(critical);
    this.defaultKwh = defaultKwh;
  }
}

/**
 * Thresholds and critical hours by place and day. The most specific threshold wins: meter, district, city, default; at
 * the same place what was sent by message wins over the settings. A metadata document holds from its date on (always,
 * without one), so that a day that is still open is judged by its own document when the next one has come already.
 * Only what was sent is in a snapshot: changed settings count from the next start on.
 */
export class ThresholdTable {
  private readonly typed = new Layer();
  private readonly sent = new Layer();
  private readonly layers = [this.sent, this.typed];
  private readonly defaultMask: number;

  /** What was wrong with the metadata of the settings; the rest of it is taken. */
  readonly warnings: MetadataWarning[] = [];

  constructor(private readonly settings: ThresholdRiskSettings) {
    this.defaultMask = maskOf(settings.criticalHours);
    for (const entry of settings.thresholds) this.typed.set(entry);
    for (const document of documentsOf(settings.metadata.trim())) this.warnings.push(...takeInto(this.typed, document));
  }

  /** Sets a threshold by command, for all days; null goes back to the setting. */
  set(entry: Omit<ThresholdEntry, 'kwh'> & { kwh: number | null }): void {
    this.sent.set(entry);
  }

  /** Takes a metadata document and gives what was wrong with it; the rest of it is taken. */
  apply(document: unknown): MetadataWarning[] {
    return takeInto(this.sent, document);
  }

  ofMeter(meterId: string): number | undefined {
    return this.sent.meters.get(meterId) ?? this.typed.meters.get(meterId);
  }

  ofDistrict(city: string, district: string, day: number): Threshold {
    const key = districtKey(city, district);
    for (const { districts } of this.layers) {
      const dated = districts.get(key);
      if (dated) return { kwh: valueOn(dated, day), from: 'district' };
    }
    const ofCity = this.sent.cities.get(city) ?? this.typed.cities.get(city);
    if (ofCity !== undefined) return { kwh: ofCity, from: 'city' };
    return { kwh: this.sent.defaultKwh ?? this.typed.defaultKwh ?? this.settings.thresholdKwh, from: 'default' };
  }

  /** Bits of the critical hours of a city on a day. */
  criticalMask(city: string, day: number): number {
    for (const { critical } of this.layers) {
      const dated = critical.get(city);
      if (dated) return valueOn(dated, day);
    }
    return this.defaultMask;
  }

  snapshot(): LayerState {
    return this.sent.snapshot();
  }

  restore(state: LayerState): void {
    this.sent.restore(state);
  }
}

const maskOf = (hours: readonly string[]) => hourMask(hours.map(parseHour).filter((hour) => hour !== undefined));

/** One document or a list of them; text that is no JSON is left for the parser to complain about. */
function documentsOf(text: string): unknown[] {
  if (text === '') return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [parsed];
  } catch {
    return [text];
  }
}

function takeInto(layer: Layer, document: unknown): MetadataWarning[] {
  const { metadata, warnings } = parseCityMetadata(document);
  if (metadata) layer.take(metadata);
  return warnings;
}

function put<V>(map: Map<string, V>, key: string, value: V | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

const dayOrFirst = (day: number | null) => day ?? Number.NEGATIVE_INFINITY;

function addDated(map: Map<string, Dated>, key: string, day: number | null, value: number): void {
  const dated = (map.get(key) ?? []).filter(([from]) => from !== day);
  dated.push([day, value]);
  dated.sort(([a], [b]) => (dayOrFirst(a) < dayOrFirst(b) ? -1 : 1));
  map.set(key, dated.slice(-MAX_DATES));
}

/** The newest value that holds on a day. Before the first date the first one holds: better than a default. */
function valueOn(dated: Dated, day: number): number {
  let found = dated[0]![1];
  for (const [from, value] of dated) if (dayOrFirst(from) <= day) found = value;
  return found;
}
