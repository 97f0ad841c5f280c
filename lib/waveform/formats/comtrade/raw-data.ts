/** Rows of a data file in its own numbers, before scaling; NaN is missing. */
export interface RawData {
  /** Number of each sample, from 1 as a rule. */
  numbers: Float64Array;
  /** Time stamps as they stand; NaN where there is none. */
  stamps: Float64Array;
  /** Of the chosen channels. */
  columns: Float64Array[];
  notes: string[];
}

/** A record of which nearly all samples are missing is one whose numbers are wrong. */
const MOST_STRETCH = 100;

/**
 * Puts each row at the place of its number, so that samples which the recorder lost become missing ones. Numbers that
 * do not count upwards, or would stretch the record beyond `maxSamples` or a
 * hundredfold, are not followed.
 */
export function placedByNumber(data: RawData, maxSamples: number): RawData {
  const { numbers, stamps, columns, notes } = data;
  const count = numbers.length;
  let jumps = 0;
  for (let i = 1; i < count; i++) {
    const step = numbers[i]! - numbers[i - 1]!;
    if (!(step >= 1) || !Number.isInteger(step)) return data;
    if (step > 1) jumps++;
  }
  const span = numbers[count - 1]! - numbers[0]! + 1;
  if (jumps === 0) return data;
  if (span > Math.min(maxSamples, MOST_STRETCH * count))
    return { ...data, notes: [...notes, 'the numbers of the samples jump and were not followed'] };
  const at = numbers.map((number) => number - numbers[0]!);
  const spread = (values: Float64Array) => {
    const out = new Float64Array(span).fill(Number.NaN);
    for (let i = 0; i < count; i++) out[at[i]!] = values[i]!;
    return out;
  };
  return {
    numbers: Float64Array.from({ length: span }, (_, i) => numbers[0]! + i),
    stamps: spread(stamps),
    columns: columns.map(spread),
    notes: [...notes, `${span - count} samples are missing by their numbers, at ${jumps} places`],
  };
}
