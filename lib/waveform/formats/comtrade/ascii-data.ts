import { WaveformFileError } from '../file-error';
import { fileText } from '../file-text';
import type { ComtradeConfig } from './config';
import type { RawData } from './raw-data';

const LINE = /[^\r\n]+/g;
const MOST_NAMED = 3;

/**
 * The chosen columns of an ASCII data file, one line a sample: number, time stamp, analog channels, digital channels.
 * Missing (NaN) are empty fields, 99999 and, in 1991, 999999; a field that is no number is missing and noted.
 * @throws WaveformFileError when no line has numbers
 */
export function asciiData(
  file: string,
  bytes: Uint8Array,
  config: ComtradeConfig,
  chosen: readonly number[],
  maxSamples: number,
): RawData {
  const text = fileText(bytes);
  const numbers: number[] = [];
  const stamps: number[] = [];
  const columns: number[][] = chosen.map(() => []);
  const needed = 2 + config.analog.length;
  const most = config.samples > 0 ? Math.min(config.samples, maxSamples) : maxSamples;
  const odd: string[] = [];
  let oddCount = 0;
  let line = 0;
  for (const [row] of text.matchAll(LINE)) {
    const fields = row.split(',');
    if (fields.length === 1 && row.trim() === '') continue;
    line++;
    if (numbers.length > most) break;
    const sample = fields[0]!.trim() === '' ? Number.NaN : Number(fields[0]);
    if (fields.length < needed || !Number.isFinite(sample)) {
      oddCount++;
      if (odd.length < MOST_NAMED) odd.push(`${line} (${fields.length} fields of ${needed + config.digitals})`);
      continue;
    }
    numbers.push(sample);
    stamps.push(stampOf(fields[1]!));
    for (const [i, channel] of chosen.entries()) columns[i]!.push(rawValue(fields[2 + channel]!, config.revision));
  }
  if (numbers.length === 0) {
    const problem = `it has no line of at least ${needed} numbers`;
    throw new WaveformFileError(file, 'line 1', problem, 'give the data that fits the configuration, as it says ASCII');
  }
  const notes = oddCount === 0 ? [] : [`${oddCount} lines of the data were left out: line ${odd.join(', line ')}`];
  return {
    numbers: Float64Array.from(numbers),
    stamps: Float64Array.from(stamps),
    columns: columns.map((column) => Float64Array.from(column)),
    notes,
  };
}

const stampOf = (field: string) => (field.trim() === '' ? Number.NaN : Number(field));

function rawValue(field: string, revision: ComtradeConfig['revision']): number {
  const value = Number(field);
  if (value === 99_999 || (value === 999_999 && revision === 1991)) return Number.NaN;
  return value === 0 && field.trim() === '' ? Number.NaN : value;
}
