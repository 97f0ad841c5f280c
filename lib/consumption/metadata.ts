import { hourText, parseHour } from './hours';

/** What the city metadata says, with the defaults of the file format where it says nothing. */
export interface CityMetadata {
  city: string;
  /** YYYY-MM-DD, or `UnknownDate`. */
  date: string;
  districts: { district: string; thresholdKwh: number }[];
  /** HH:00 */
  criticalHours: string[];
}

/** Something in the metadata that was not usable, and what was taken instead. */
export interface MetadataWarning {
  /** JSON pointer into the document, empty for the whole. */
  place: string;
  message: string;
  remedy: string;
}

export const DEFAULT_THRESHOLD_KWH = 1.5;
export const UNKNOWN_DATE = 'UnknownDate';

/**
 * Reads a city metadata document, `{city, date, districts: [{district_id, threshold}], critical_hours}`, as text or as
 * parsed JSON. Never throws: what is damaged is replaced by the default of the format (city `UnknownCity`, date
 * `UnknownDate`, district `Unknown`, threshold 1.5 kWh, no critical hours) and named in a warning. Without a usable
 * document `metadata` is undefined.
 */
export function parseCityMetadata(input: unknown): { metadata?: CityMetadata; warnings: MetadataWarning[] } {
  const warnings: MetadataWarning[] = [];
  const warn = (place: string, message: string, remedy: string) => warnings.push({ place, message, remedy });

  let document = input;
  if (typeof input === 'string') {
    try {
      document = JSON.parse(input.replace(/^\uFEFF/, ''));
    } catch (error) {
      warn('', `the metadata is not JSON: ${(error as Error).message}`, 'repair the file; it was left out');
      return { warnings };
    }
  }
  if (!isRecord(document)) {
    warn('', `the metadata is ${kindOf(document)} and not an object`, 'give {city, date, districts, critical_hours}');
    return { warnings };
  }

  const metadata: CityMetadata = {
    city: nameOr(document.city, 'UnknownCity', '/city', warn),
    date: dateOr(document.date, warn),
    districts: [],
    criticalHours: [],
  };
  for (const [i, district] of listOr(document.districts, '/districts', warn).entries()) {
    const place = `/districts/${i}`;
    if (!isRecord(district)) {
      warn(
        place,
        `district is ${kindOf(district)} and not an object`,
        'give {district_id, threshold}; it was left out',
      );
      continue;
    }
    metadata.districts.push({
      district: nameOr(district.district_id, 'Unknown', `${place}/district_id`, warn),
      thresholdKwh: thresholdOr(district.threshold, `${place}/threshold`, warn),
    });
  }
  const hours = new Set<number>();
  for (const [i, text] of listOr(document.critical_hours, '/critical_hours', warn).entries()) {
    const hour = parseHour(text);
    if (hour === undefined) {
      warn(`/critical_hours/${i}`, `${JSON.stringify(text)} is no hour`, 'give hours as "18:00"; it was left out');
    } else hours.add(hour);
  }
  metadata.criticalHours = [...hours].sort((a, b) => a - b).map(hourText);
  return { metadata, warnings };
}

type Warn = (place: string, message: string, remedy: string) => void;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);

function nameOr(value: unknown, fallback: string, place: string, warn: Warn): string {
  // Some writers give district ids as numbers.
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  warn(
    place,
    `${value === undefined ? 'it is missing' : `${kindOf(value)} is no name`}: "${fallback}" is taken`,
    'give a text',
  );
  return fallback;
}

function dateOr(value: unknown, warn: Warn): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isoDay(value) === value) return value;
  warn('/date', `${JSON.stringify(value) ?? 'nothing'} is no date: "${UNKNOWN_DATE}" is taken`, 'give YYYY-MM-DD');
  return UNKNOWN_DATE;
}

function isoDay(text: string): string | undefined {
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}

function thresholdOr(value: unknown, place: string, warn: Warn): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number) && number > 0) return number;
  warn(
    place,
    `${JSON.stringify(value) ?? 'nothing'} is no threshold: ${DEFAULT_THRESHOLD_KWH} kWh is taken`,
    'give kWh above 0',
  );
  return DEFAULT_THRESHOLD_KWH;
}

function listOr(value: unknown, place: string, warn: Warn): unknown[] {
  if (Array.isArray(value)) return value;
  warn(
    place,
    `${value === undefined ? 'it is missing' : `${kindOf(value)} is no list`}: none are taken`,
    'give a list',
  );
  return [];
}
