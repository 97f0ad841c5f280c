import type { PhaseSamples } from '../model-input';
import { coarse } from './coarse';
import { noiseLevel } from './noise-level';

/** What is left after the clearing is below this share of the largest current of the event … */
const LEFT_SHARE = 0.1;
/** … or within so many times the largest value before it … */
const LEFT_OF_BEFORE = 1.3;
/** … or so many standard deviations of the noise. */
const LEFT_OF_NOISE = 4.5;
/** Cycles for which nothing must flow. */
const LEAST_PAUSE = 0.15;
/** Inrush pauses in every cycle: the last pause must be longer than those before it by this factor. */
const LONGER = 1.5;

/**
 * When the current of an event that began at `inceptionMs` ends for good, ms after the first sample; null where the
 * record doesn't show it: the current flows to its end, or what flowed before the event is more than half of it. The
 * record must go on for 0.15 cycles after the clearing, and for longer than the pauses of the current before it.
 */
export function findClearing(event: PhaseSamples, inceptionMs: number): number | null {
  const record = coarse(event.samples, event.sampleRateHz);
  const cycle = record.sampleRateHz / event.frequencyHz;
  const length = record.channels[0]!.length;
  const inception = Math.min(length, Math.max(0, Math.round((inceptionMs / 1000) * record.sampleRateHz)));
  const peak = Math.max(...record.channels.map((samples) => largest(samples, inception, length)));
  // Half of the peak is above any limit that counts: what flows near the end flows to the end. Spares most of the work.
  const last = Math.max(inception, Math.floor(length - LEAST_PAUSE * cycle) + 1);
  if (record.channels.some((samples) => largest(samples, last, length) >= peak / 2)) return null;
  // A little before the inception, which may be found late.
  const before = Math.max(0, inception - Math.ceil(cycle / 16));
  const limits = record.channels.map((samples) =>
    Math.max(LEFT_SHARE * peak, LEFT_OF_BEFORE * largest(samples, 0, before), LEFT_OF_NOISE * noiseLevel(samples)),
  );
  if (!limits.every((limit) => limit < peak / 2)) return null;

  let lastFlow = inception;
  let longestPause = 0;
  const [a, b, c] = record.channels as [Float64Array, Float64Array, Float64Array];
  const [mostA, mostB, mostC] = limits as [number, number, number];
  for (let i = inception; i < length; i++) {
    if (!(Math.abs(a[i]!) > mostA || Math.abs(b[i]!) > mostB || Math.abs(c[i]!) > mostC)) continue;
    // The pause before the current begins is none between currents.
    if (lastFlow > inception) longestPause = Math.max(longestPause, i - lastFlow);
    lastFlow = i;
  }
  const pause = length - lastFlow;
  if (lastFlow === inception || pause < Math.max(LEAST_PAUSE * cycle, LONGER * longestPause)) return null;
  return record.timeMs(lastFlow + 1);
}

function largest(samples: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) most = Math.max(most, Math.abs(samples[i]!));
  return most;
}
