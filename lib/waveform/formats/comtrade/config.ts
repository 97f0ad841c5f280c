import { quoted, WaveformFileError } from '../file-error';
import { linesOf } from '../file-text';
import type { ReadLimits } from '../read-options';
import { type Clock, clockOf, zoneOffsetMs } from './clock';
import { type AnalogChannel, analogChannel, isAnalogLine } from './config-channel';

/** Layout of the samples in the data file. */
export type DataType = 'ASCII' | 'BINARY' | 'BINARY32' | 'FLOAT32';

/** So many samples up to `endSample` (counted from 1) at a rate. */
export interface RateSection {
  rateHz: number;
  endSample: number;
}

/** What a configuration (.cfg) says, IEEE C37.111-1991, -1999 and -2013. */
export interface ComtradeConfig {
  station: string;
  revision: 1991 | 1999 | 2013;
  analog: AnalogChannel[];
  digitals: number;
  /** Counts of its second line, where they differ from what it lists. */
  claimed?: { analogs: number; digitals: number };
  frequencyHz?: number;
  /** Empty: the time stamps of the samples count. */
  rates: RateSection[];
  /** Samples it speaks of; 0 where it does not say. */
  samples: number;
  start?: Clock;
  trigger?: Clock;
  /** Absent where the line is missing. */
  dataType?: DataType;
  timeMultiplier: number;
  zoneOffsetMs?: number;
  notes: string[];
}

const DATA_TYPES: readonly DataType[] = ['ASCII', 'BINARY', 'BINARY32', 'FLOAT32'];
/** What ends the list of channels: a line with one field, the frequency. */
const isFrequencyLine = (fields: readonly string[]) => fields.length === 1;

/**
 * Reads a configuration. Lines that are missing at the end are taken as their defaults; counts that disagree with the
 * lines are noted, the lines count.
 * @throws WaveformFileError that names the line
 */
export function parseConfig(file: string, text: string, limits: ReadLimits): ComtradeConfig {
  const lines = linesOf(text);
  // Line ends that were doubled on the way leave an empty line behind each.
  const isDoubled = lines.length > 4 && lines.every((line, i) => i % 2 === 0 || line.trim() === '');
  const rows = (isDoubled ? lines.filter((_, i) => i % 2 === 0) : lines).map((line) =>
    line.split(',').map((field) => field.trim()),
  );
  let at = 0;
  const place = (row = at) => `line ${(isDoubled ? row * 2 : row) + 1}`;
  const next = (): string[] => rows[at++] ?? [''];
  const fail = (row: number, problem: string, remedy: string) =>
    new WaveformFileError(file, place(row), problem, remedy);

  const head = next();
  const revision = revisionOf(head);
  const counts = next();
  const [analogs, digitals] = [countOf(counts[1], 'A'), countOf(counts[2], 'D')];
  if (analogs === undefined || digitals === undefined) {
    throw fail(1, `${quoted(counts.join(','))} is not the number of channels`, 'give a COMTRADE configuration (.cfg)');
  }
  const analog: AnalogChannel[] = [];
  let listedDigitals = 0;
  while (at < rows.length && !isFrequencyLine(rows[at]!)) {
    const fields = rows[at]!;
    if (analog.length + listedDigitals >= limits.maxChannels) {
      throw fail(at, `it has more than ${limits.maxChannels} channels`, 'raise limits.maxChannels, or split the file');
    }
    if (listedDigitals === 0 && isAnalogLine(fields, analog.length < analogs)) {
      analog.push(analogChannel(file, place(), fields));
    } else listedDigitals++;
    at++;
  }
  const notes: string[] = [];
  const isAsClaimed = analog.length === analogs && listedDigitals === digitals;
  if (!isAsClaimed) {
    notes.push(
      `the configuration claims ${analogs} analog and ${digitals} digital channels and lists ${analog.length} and ${listedDigitals}`,
    );
  }
  if (analog.length === 0) throw fail(at, 'it lists no analog channel', 'give the configuration that fits the data');
  const frequencyHz = Number(next()[0]);
  const { rates, samples } = ratesOf();
  const start = clockOf(next().join(','), revision === 1991);
  const trigger = clockOf(next().join(','), revision === 1991);
  if (!start) notes.push('the configuration has no start time that can be read');
  const dataType = dataTypeOf();
  const timeMultiplier = revision === 1991 ? 1 : Number(next()[0] || 1);
  const isMultiplier = Number.isFinite(timeMultiplier) && timeMultiplier > 0;
  if (!isMultiplier) notes.push('the time multiplier cannot be read and was taken as 1');
  const zone = revision === 2013 ? zoneOffsetMs(next()[0] ?? '') : undefined;
  if (start && zone === undefined) notes.push('its times have no time zone and were taken as UTC');
  return {
    station: head[0] ?? '',
    revision,
    analog,
    digitals: listedDigitals,
    ...(isAsClaimed ? {} : { claimed: { analogs, digitals } }),
    ...(Number.isFinite(frequencyHz) && frequencyHz > 0 ? { frequencyHz } : {}),
    rates,
    samples,
    ...(start ? { start } : {}),
    ...(trigger ? { trigger } : {}),
    ...(dataType ? { dataType } : {}),
    timeMultiplier: isMultiplier ? timeMultiplier : 1,
    ...(zone === undefined ? {} : { zoneOffsetMs: zone }),
    notes,
  };

  function ratesOf(): { rates: RateSection[]; samples: number } {
    const sections = Number(next()[0] || 0);
    if (!Number.isInteger(sections) || sections < 0) {
      throw fail(at - 1, `${quoted(rows[at - 1]!.join(','))} is no number of rates`, 'correct the line');
    }
    const rates: RateSection[] = [];
    let samples = 0;
    // Without rates one line still tells the number of samples.
    for (let i = 0; i < Math.max(1, sections); i++) {
      // A date stands where a rate was claimed: the list is shorter than it says.
      if (at >= rows.length || rows[at]![0]!.includes('/')) {
        if (sections > 0) notes.push(`the configuration claims ${sections} sample rates and lists ${i}`);
        break;
      }
      const [rate, end] = next().map(Number);
      if (!(end! > samples)) {
        notes.push(`line ${at} of the configuration has no last sample after ${samples}`);
        // The one rate there is holds for all samples.
        if (sections === 1 && rate! > 0) rates.push({ rateHz: rate!, endSample: Number.POSITIVE_INFINITY });
        continue;
      }
      samples = end!;
      if (sections === 0) continue;
      if (rate! > 0) rates.push({ rateHz: rate!, endSample: end! });
      else if (rates.length === 0 && i === sections - 1) break;
      else throw fail(at - 1, `${quoted(rows[at - 1]!.join(','))} is no sample rate`, 'correct the rate');
    }
    if (!Number.isSafeInteger(samples)) samples = 0;
    return { rates, samples };
  }

  function dataTypeOf(): DataType | undefined {
    const [name = ''] = next();
    if (name === '') return undefined;
    const found = DATA_TYPES.find((type) => type === name.toUpperCase());
    if (found) return found;
    throw fail(at - 1, `${quoted(name)} is no type of data`, `write one of ${DATA_TYPES.join(', ')}`);
  }
}

/** 1991 has no year; the years between the revisions are of the one before. */
function revisionOf(head: readonly string[]): ComtradeConfig['revision'] {
  const year = Number(head.length >= 3 ? head.at(-1) : Number.NaN);
  if (!(year >= 1992)) return 1991;
  return year >= 2013 ? 2013 : 1999;
}

function countOf(field: string | undefined, letter: 'A' | 'D'): number | undefined {
  const match = /^(\d{1,9})\s*([AD])?$/i.exec(field ?? '');
  if (!match || (match[2] ?? letter).toUpperCase() !== letter) return undefined;
  return Number(match[1]);
}
