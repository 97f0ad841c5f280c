import { firstDisorder, interpolated, rateOfTimes } from './even-times';
import { WaveformFileError } from './file-error';
import type { RecordedSamples } from './recording';

/** More samples than so many times the measured ones would nearly all be invented. */
const MOST_STRETCH = 100;

/** Samples of all channels taken together, at one rate. */
export interface EvenSamples {
  samples: Float64Array[];
  rateHz: number;
  notes: string[];
}

/**
 * Brings samples to one rate: the file's own where it has one and no channel is sampled later than the others; else the
 * highest rate of the file, by cubic interpolation. Channels with a skew are moved to the times of the others.
 * @throws WaveformFileError when times do not increase, or the result would have more than `maxSamples`
 * or than 100 times the samples there are
 */
export function toOneRate(file: string, recorded: RecordedSamples, maxSamples: number): EvenSamples {
  const { samples, timing, skewMs = [] } = recorded;
  const count = samples[0]?.length ?? 0;
  const notes: string[] = [];
  const isSkewed = skewMs.some((skew) => skew !== 0);
  if ('rateHz' in timing && !isSkewed) return { samples, rateHz: timing.rateHz, notes };
  if (count < 2) throw new WaveformFileError(file, '', `it has ${count} samples`, 'at least two are needed for a rate');
  const timesMs =
    'rateHz' in timing ? Float64Array.from({ length: count }, (_, i) => (i * 1000) / timing.rateHz) : timing.timesMs;
  const disorder = firstDisorder(timesMs);
  if (disorder >= 0) {
    const problem = `its time, ${timesMs[disorder]} ms, is not after the one before, ${timesMs[disorder - 1]} ms`;
    throw new WaveformFileError(file, `sample ${disorder + 1}`, problem, 'give a file whose times increase');
  }
  const { rateHz, isEven } = 'rateHz' in timing ? { rateHz: timing.rateHz, isEven: true } : rateOfTimes(timesMs);
  if (isEven && !isSkewed) return { samples, rateHz, notes };
  const spanMs = timesMs[count - 1]! - timesMs[0]!;
  const evenCount = isEven ? count : Math.floor((spanMs * rateHz) / 1000 + 1e-6) + 1;
  const most = Math.min(maxSamples, MOST_STRETCH * count);
  if (!(evenCount <= most)) {
    const problem = `its ${count} samples would be ${evenCount} at its highest rate, ${rateHz} Hz`;
    throw new WaveformFileError(file, '', problem, `cut it down to the part of that rate: at most ${most} samples`);
  }
  if (!isEven) notes.push(`samples at several rates were interpolated to the highest, ${Number(rateHz.toFixed(6))} Hz`);
  const even = samples.map((one, i) => {
    const skew = skewMs[i] ?? 0;
    return isEven && skew === 0 ? one : interpolated(one, timesMs, skew, rateHz, evenCount);
  });
  return { samples: even, rateHz, notes };
}
