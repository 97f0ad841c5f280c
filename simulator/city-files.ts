import { type Static, Type } from '@sinclair/typebox';
import { RandomStreams } from './random';

const DAY_MS = 86_400_000;
const CITIES = ['Valdora', 'Lindhafen', 'Corvane', 'Estrel', 'Morholt', 'Pineda', 'Quillon', 'Rosmark'];

const count = (value: number, maximum: number, description: string) =>
  Type.Integer({ default: value, minimum: 1, maximum, description });

/** How large a sample is and how it is made. */
export const CityFilesSettings = Type.Object(
  {
    seed: Type.Integer({
      default: 1,
      minimum: 0,
      maximum: 4_294_967_295,
      description: 'The same seed, the same files',
    }),
    cities: count(2, CITIES.length, 'Cities'),
    districts: count(3, 900, 'Districts of a city'),
    households: count(10, 100_000, 'Households of a district'),
    days: count(2, 3660, 'Days'),
    start: Type.String({
      default: '2026-01-12',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'First day, YYYY-MM-DD',
    }),
    missingShare: Type.Number({
      default: 0.05,
      minimum: 0,
      maximum: 1,
      description: 'Share of the readings that are missing',
    }),
  },
  { $id: 'CityFilesSettings', title: 'CityFilesSettings', additionalProperties: false },
);
export type CityFilesSettings = Static<typeof CityFilesSettings>;

/** A file of the sample: its path with `/`, and its text. */
export interface CityFile {
  path: string;
  content: string;
}

/**
 * Sample files of cities, one after the other: `csv/district_{City}_{id}_{date}.csv` with a row for each household and
 * hour, `json/city_{City}_{date}.json`. Consumption is uniform between 0.5 and 2.5 kWh with two decimals, the threshold
 * of a district uniform between 1 and 2 kWh, critical hours are 18:00 to 21:00, households H001…, districts 101…
 * @throws Error when the first day is not in the calendar
 */
export function* cityFiles(settings: CityFilesSettings): Generator<CityFile> {
  const { seed, cities, districts, households, days, start, missingShare } = settings;
  const startMs = Date.parse(`${start}T00:00:00Z`);
  if (Number.isNaN(startMs) || !new Date(startMs).toISOString().startsWith(start)) {
    throw new Error(`start "${start}" is not in the calendar: give YYYY-MM-DD`);
  }
  for (let day = 0; day < days; day++) {
    const date = new Date(startMs + day * DAY_MS).toISOString().slice(0, 10);
    for (const city of CITIES.slice(0, cities)) {
      const names = Array.from({ length: districts }, (_, i) => String(101 + i));
      for (const district of names) {
        const random = new RandomStreams(seed, [`${city}/${district}/${date}`]);
        const lines = ['household_id,timestamp,consumption_kwh'];
        for (let household = 1; household <= households; household++) {
          const name = `H${String(household).padStart(3, '0')}`;
          for (let hour = 0; hour < 24; hour++) {
            const kwh = random.between(0, 0.5, 2.5).toFixed(2);
            const isMissing = random.unit(0) < missingShare;
            lines.push(`${name},${date} ${String(hour).padStart(2, '0')}:00,${isMissing ? '' : kwh}`);
          }
        }
        yield { path: `csv/district_${city}_${district}_${date}.csv`, content: `${lines.join('\n')}\n` };
      }
      const random = new RandomStreams(seed, [`${city}/${date}`]);
      const metadata = {
        city,
        date,
        districts: names.map((id) => ({ district_id: id, threshold: Number(random.between(0, 1, 2).toFixed(2)) })),
        critical_hours: ['18:00', '19:00', '20:00', '21:00'],
      };
      yield { path: `json/city_${city}_${date}.json`, content: `${JSON.stringify(metadata, null, 4)}\n` };
    }
  }
}
