import { parseCityMetadata, UNKNOWN_DATE } from '../../lib/consumption/metadata';
import { type DataFile, type FileNotice, readMetadata, unreadable } from '../../lib/ingest';

/** What a district-day is judged by. */
export interface DistrictRule {
  thresholdKwh: number;
  criticalHours: readonly string[];
}

interface CityDate {
  file: string;
  criticalHours: readonly string[];
  thresholds: Map<string, number>;
  used: Set<string>;
}

/** Thresholds and critical hours of the cities, from their metadata files; the fallback where there is none. */
export class CityRules {
  private readonly dates = new Map<string, CityDate>();
  private readonly cities = new Set<string>();
  private readonly reported = new Set<string>();

  constructor(
    private readonly fallback: DistrictRule,
    private readonly notice: (notice: FileNotice) => void,
  ) {}

  /** Reads a metadata file; what is wrong with it is a notice, and the rest goes on. */
  async read(document: DataFile): Promise<void> {
    const { name, named } = document;
    const warn = (reason: string, message: string, remedy: string) =>
      this.notice({ file: name, reason, message, remedy });
    const text = await readMetadata(document).catch((error: Error) => unreadable(name, error));
    if (typeof text !== 'string') {
      this.notice(text);
      return;
    }
    const { metadata, warnings } = parseCityMetadata(text);
    for (const { place, message, remedy } of warnings) warn('metadata', `${place || 'file'}: ${message}`, remedy);
    if (!metadata) return;
    // The name of the file still tells what its text has lost.
    const city = metadata.city === 'UnknownCity' ? (named?.city ?? metadata.city) : metadata.city;
    const date = metadata.date === UNKNOWN_DATE ? (named?.date ?? metadata.date) : metadata.date;
    const key = keyOf(city, date);
    const known = this.dates.get(key);
    if (known) warn('metadata', `${known.file} is about the same city and date`, 'keep one of them; this one holds');
    this.cities.add(city);
    this.dates.set(key, {
      file: name,
      criticalHours: metadata.criticalHours,
      thresholds: new Map(metadata.districts.map(({ district, thresholdKwh }) => [district, thresholdKwh])),
      used: new Set(),
    });
  }

  of(city: string, district: string, date: string): DistrictRule {
    const found = this.dates.get(keyOf(city, date)) ?? this.dates.get(keyOf(city, UNKNOWN_DATE));
    const thresholdKwh = found?.thresholds.get(district);
    if (found && thresholdKwh !== undefined) {
      found.used.add(district);
      return { thresholdKwh, criticalHours: found.criticalHours };
    }
    const { fallback } = this;
    const day = this.cities.has(city) ? ` on ${date}` : '';
    const what = found ? `${found.file} does not name district ${district}` : `there is no metadata of ${city}${day}`;
    const place = found ? keyOf(city, date, district) : keyOf(city, day);
    if (!this.reported.has(place)) {
      this.reported.add(place);
      this.notice({
        file: found?.file ?? '',
        reason: 'no-metadata',
        message: `${what}: threshold ${fallback.thresholdKwh} kWh is taken`,
        remedy: 'add the metadata file or the district',
      });
    }
    return { thresholdKwh: fallback.thresholdKwh, criticalHours: found?.criticalHours ?? fallback.criticalHours };
  }

  /** Notices of districts that metadata names and no rows came for. */
  reportUnused(): void {
    for (const { file, thresholds, used } of this.dates.values()) {
      for (const district of thresholds.keys()) {
        if (used.has(district)) continue;
        const message = `district ${district} has no rows`;
        this.notice({ file, reason: 'no-csv', message, remedy: 'add its CSV file, or take it out of the metadata' });
      }
    }
  }
}

const keyOf = (...parts: string[]) => JSON.stringify(parts);
