import type { AssetInspection } from '../messages';

/** The numbers that failure models look at, in the order of their input. */
export const FAILURE_FEATURES = [
  { field: 'temperatureC', words: 'temperature', unit: ' °C' },
  { field: 'loadPercent', words: 'load', unit: ' %' },
  { field: 'vibration', words: 'vibration', unit: ' mm/s' },
  { field: 'ageYears', words: 'age', unit: ' years' },
  { field: 'corrosion', words: 'corrosion', unit: '' },
  { field: 'harmonicPercent', words: 'harmonics', unit: ' %' },
  { field: 'oilQuality', words: 'oil quality', unit: '' },
  { field: 'tripCount', words: 'trips', unit: '' },
  { field: 'ambientC', words: 'ambient', unit: ' °C' },
  { field: 'humidityPercent', words: 'humidity', unit: ' %' },
] as const satisfies readonly { field: keyof AssetInspection; words: string; unit: string }[];

export type FailureField = (typeof FAILURE_FEATURES)[number]['field'];
/** What is known of them; what is left out is not known. */
export type FailureFacts = { readonly [Field in FailureField]?: number | undefined };

const FEATURES = FAILURE_FEATURES.length;

/** How many of them are known. */
export const knownFacts = (facts: FailureFacts): number =>
  FAILURE_FEATURES.filter(({ field }) => facts[field] !== undefined).length;

/** One row of the model's input: NaN for what is not known. */
export const featureRow = (facts: FailureFacts): Float32Array =>
  Float32Array.from(FAILURE_FEATURES, ({ field }) => facts[field] ?? Number.NaN);

/** Rows one after the other. */
export function joinRows(rows: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(rows.length * FEATURES);
  for (const [i, row] of rows.entries()) joined.set(row, i * FEATURES);
  return joined;
}
