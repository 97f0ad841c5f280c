import { cityFiles } from '../../simulator/city-files';

/** The file that is damaged, and the metadata of its city and day. */
export const TARGET = 'csv/district_Valdora_101_2025-01-13.csv';
export const METADATA = 'json/city_Valdora_2025-01-13.json';
export const HEADER = 'household_id,timestamp,consumption_kwh';

/** Files of a folder by their paths. */
export type Sample = Map<string, Buffer>;

export interface Row {
  household: string;
  hour: string;
  kwh: number | null;
}

export interface Rule {
  threshold: number;
  critical: readonly string[];
}

/** A good sample: two cities, two districts, two days, three households. */
export function goodSample(): Sample {
  const size = { seed: 5, cities: 2, districts: 2, households: 3, days: 2, start: '2025-01-13', missingShare: 0.05 };
  return new Map([...cityFiles(size)].map(({ path, content }) => [path, Buffer.from(content)]));
}

/** The rows of a good file, in its order. */
export function rowsOf(sample: Sample, path = TARGET): Row[] {
  const [, ...lines] = sample.get(path)!.toString().trimEnd().split('\n');
  return lines.map((line) => {
    const [household = '', time = '', kwh = ''] = line.split(',');
    return { household, hour: time.slice(11), kwh: kwh === '' ? null : Number(kwh) };
  });
}

export function ruleOf(sample: Sample, path: string): Rule {
  const [, city, district, date] = /district_(.+)_(\d+)_(.+)\.csv/.exec(path)!;
  const metadata = JSON.parse(sample.get(`json/city_${city}_${date}.json`)!.toString());
  const one = metadata.districts.find((d: { district_id: string }) => d.district_id === district);
  return { threshold: one.threshold, critical: metadata.critical_hours };
}

/** The figures of a district-day by the rules, computed here from its rows: estimated readings are no violations. */
export function figuresOf(rows: readonly Row[], { threshold, critical }: Rule) {
  const known = rows.map(({ kwh }) => kwh).filter((kwh) => kwh !== null);
  // The sample has two decimals, so whole hundredths add up without error.
  const mean = known.reduce((sum, kwh) => sum + Math.round(kwh * 100), 0) / (100 * known.length);
  const totals = new Map<string, number>();
  for (const { hour, kwh } of rows) totals.set(hour, (totals.get(hour) ?? 0) + (kwh ?? mean));
  const peak = [...totals].sort((a, b) => b[1] - a[1])[0]![0];
  const violations = known.filter((kwh) => kwh > threshold).length;
  const ratio = violations / rows.length;
  const isCritical = critical.includes(peak);
  const scaled = (0.6 * ratio + (isCritical ? 0.4 : 0)) * 100;
  const rounded = scaled % 1 === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled);
  const score = ratio >= 0.25 || isCritical ? rounded / 100 : 0;
  return {
    avg_consumption: mean,
    min_consumption: Math.min(...known),
    max_consumption: Math.max(...known),
    peak_hour: peak,
    violations,
    violation_ratio: ratio,
    risk_score: score,
    risk_level: score === 0 ? 'NO RISK' : score <= 0.3 ? 'LOW' : score <= 0.6 ? 'MEDIUM' : 'HIGH',
    threshold,
    households: new Set(rows.map(({ household }) => household)).size,
    rows: rows.length,
    estimated_rows: rows.length - known.length,
  };
}
