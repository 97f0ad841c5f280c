import type { PhaseSamples } from '../model-input';
import type { ThreePhases } from './phase-currents';

/** Below this the harmonics that tell faults from inrush are not in the samples. */
export const LEAST_RATE_HZ = 1200;
/** A recorder's 1,200 Hz may be 1,199.4 by its own clock. */
const RATE_TOLERANCE = 0.99;
const LEAST_FREQUENCY_HZ = 45;
const MOST_FREQUENCY_HZ = 65;
/** Known after an inception, and of a record in all, at least. */
export const LEAST_CYCLES = 1;
/** Half a millisecond, by which the detector may be late. */
const CYCLE_TOLERANCE = 0.03;
/** 0.1 % of a rated 5 A: below what current transformers measure. */
const LEAST_PEAK_A = 0.005;
/** 100 times the rated 5 A with the first peak at 2.5: what a current transformer stands (IEC 61869-2). */
const MOST_PEAK_A = 1250;
/** Of the current after the inception; tap changers and magnetising currents leave less in a differential current. */
const MOST_BEFORE_SHARE = 0.05;
/** Noise is averaged over this part of a cycle before it is taken for a current. */
const AVERAGED_CYCLES = 1 / 8;

const round = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** Why a record of this rate and frequency can't be judged at all; null when it can. */
export function doubtOfSampling({ sampleRateHz, frequencyHz }: Omit<PhaseSamples, 'samples'>): string | null {
  if (sampleRateHz < LEAST_RATE_HZ * RATE_TOLERANCE) {
    return `it was sampled at ${round(sampleRateHz)} Hz, which leaves out the harmonics: at least ${round(LEAST_RATE_HZ)} Hz are needed`;
  }
  if (frequencyHz < LEAST_FREQUENCY_HZ || frequencyHz > MOST_FREQUENCY_HZ) {
    return `its nominal frequency is ${round(frequencyHz)} Hz: only systems of 50 and 60 Hz are known`;
  }
  return null;
}

export function doubtOfUnit(unit: string): string | null {
  return unit === 'A' ? null : `the unit is ${unit || 'not named'} and not ampere: give secondary amperes`;
}

/** @param peak in A */
export function doubtOfPeak(peak: number): string | null {
  if (peak < LEAST_PEAK_A) return `the peak of ${round(peak)} A is below what current transformers measure`;
  if (peak > MOST_PEAK_A) {
    return `the peak of ${round(peak)} A is no current of a secondary winding: give secondary amperes`;
  }
  return null;
}

/** @param cycles known after the inception */
export function doubtOfLength(cycles: number): string | null {
  if (cycles >= LEAST_CYCLES - CYCLE_TOLERANCE) return null;
  return `only ${round(cycles)} cycles after the inception are known: at least ${LEAST_CYCLES} is needed`;
}

/**
 * RMS of the phase in which it is largest, of samples `from` to before `to`, each averaged with its neighbours over an eighth of a
 * cycle: white noise loses most of its size, and what the fundamental loses is made up for. 0 of none.
 */
export function largestRms(samples: ThreePhases, from: number, to: number, samplesPerCycle: number): number {
  const width = Math.max(1, Math.round(samplesPerCycle * AVERAGED_CYCLES));
  const count = to - from - width + 1;
  if (count <= 0) return 0;
  const squares = samples.map((phase) => {
    let [window, sum] = [0, 0];
    for (let i = from; i < to; i++) {
      window += phase[i]!;
      if (i >= from + width) window -= phase[i - width]!;
      if (i >= from + width - 1) sum += (window / width) ** 2;
    }
    return sum / count;
  });
  const kept = Math.sin((Math.PI * width) / samplesPerCycle) / (width * Math.sin(Math.PI / samplesPerCycle));
  return Math.sqrt(Math.max(...squares)) / kept;
}

/**
 * What flows in the cycle before an inception: the least of the largestRms of the cycle and of its halves. A load flows in both;
 * where the detector is late, the event's own beginning lies in the second one.
 */
export function rmsOfBefore(samples: ThreePhases, inception: number, samplesPerCycle: number): number {
  const end = Math.max(0, inception - Math.ceil(samplesPerCycle / 16));
  const begin = Math.max(0, end - Math.round(samplesPerCycle));
  const middle = Math.round((begin + end) / 2);
  const rmsOf = (from: number, to: number) => largestRms(samples, from, to, samplesPerCycle);
  return Math.min(rmsOf(begin, end), rmsOf(begin, middle), rmsOf(middle, end));
}

/**
 * Whether current flowed before the inception too, as a load does: a differential current is near zero then.
 * @param rmsBefore and
 * @param rmsAfter of the worst phase, in `unit`
 * @param pickUp below which nothing is made of it
 */
export function doubtOfBefore(rmsBefore: number, rmsAfter: number, pickUp: number, unit: string): string | null {
  if (rmsBefore <= pickUp || rmsBefore <= MOST_BEFORE_SHARE * rmsAfter) return null;
  return (
    `${round(rmsBefore)} ${unit} flow before the inception and ${round(rmsAfter)} ${unit} after it: ` +
    'a differential current is near zero before'
  );
}

/** The same for a record in which nothing changes. */
export function doubtOfSteadyCurrent(rms: number, pickUp: number, unit: string): string | null {
  if (rms <= pickUp) return null;
  return (
    `${round(rms)} ${unit} flow all the time without a change: a differential current is near zero without a fault, ` +
    'so that this is another current, or the event began before the record'
  );
}
