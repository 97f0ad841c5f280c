import { WaveformFileError } from '../file-error';
import type { Timing } from '../recording';
import type { ComtradeConfig, RateSection } from './config';

/** Rates that differ by less are one. */
const SAME_RATE = 1e-9;

/**
 * When the samples were taken: by the rates of the configuration, without any by the time stamps.
 * @throws WaveformFileError that names the sample without a time stamp
 */
export function sampleTimes(file: string, config: ComtradeConfig, stamps: Float64Array): Timing {
  const { rates } = config;
  const [first] = rates;
  if (!first) return { timesMs: stampTimes(file, config, stamps) };
  // Samples beyond the last section go on at its rate.
  const reached = rates.filter((_, i) => i === 0 || rates[i - 1]!.endSample < stamps.length);
  const isOne = reached.every(({ rateHz }) => Math.abs(rateHz / first.rateHz - 1) < SAME_RATE);
  return isOne ? { rateHz: first.rateHz } : { timesMs: sectionTimes(reached, stamps.length) };
}

function sectionTimes(rates: readonly RateSection[], count: number): Float64Array {
  const times = new Float64Array(count);
  let section = 0;
  let [startIndex, startMs] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (i >= rates[section]!.endSample && section < rates.length - 1) {
      // The last sample of a section is where the next rate begins to count.
      startMs += ((i - 1 - startIndex) * 1000) / rates[section]!.rateHz;
      startIndex = i - 1;
      section++;
    }
    times[i] = startMs + ((i - startIndex) * 1000) / rates[section]!.rateHz;
  }
  return times;
}

function stampTimes(file: string, config: ComtradeConfig, stamps: Float64Array): Float64Array {
  const isNanoseconds =
    config.revision === 2013 && Math.max(config.start?.digits ?? 0, config.trigger?.digits ?? 0) > 6;
  const unitMs = (isNanoseconds ? 1e-6 : 1e-3) * config.timeMultiplier;
  const missing = stamps.findIndex((stamp) => !Number.isFinite(stamp));
  if (missing >= 0) {
    const problem = 'it has no time stamp, and the configuration has no sample rate';
    throw new WaveformFileError(file, `sample ${missing + 1}`, problem, 'write the sample rate into the configuration');
  }
  return stamps.map((stamp) => (stamp - stamps[0]!) * unitMs);
}
