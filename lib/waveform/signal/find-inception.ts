import type { PhaseSamples } from '../model-input';
import { changeSince } from './change-since';
import { coarse } from './coarse';
import { type Crossing, firstCrossing, onset } from './crossing';
import { noiseLevel } from './noise-level';
import { rms } from './phasor';
import { type Take, withScratch } from './scratch';
import { type Carrier, carrier, type Forecast, sineForecast } from './sine-forecast';
import { weakChange } from './weak-change';

/** Standard deviations of the noise that the root mean square of a window must exceed. */
const NOISE_FACTOR = 3.2;
/** A frequency 1 Hz off and harmonics make a steady current differ from a cycle earlier by up to this share of it. */
const STEADY_SHARE = 0.2;
/** Less than this share of the largest value of the cycle about it is no inception. */
const LEAST_SHARE = 0.015;
/** How much of that cycle comes after it. */
const AHEAD = 1 / 8;
/** Noise is at most so many times what neighbouring samples show of it; more is an event that fills the record. */
const MOST_COLOUR = 2;
/** Cycles of history without which there is no forecast. */
const LEAST_HISTORY = 0.16;
/** A start below this share of what follows is a start without current. */
const QUIET_SHARE = 0.15;

interface Phase {
  samples: Float64Array;
  noise: number;
  /** Sample less the one a cycle earlier; NaN in the first cycle. */
  change: Float64Array;
  /** Largest magnitude of the last cycle. */
  local: Float64Array;
}

/** A limit by the sample. */
type At = (index: number) => number;

interface Found {
  place: number;
  crossing: Crossing;
}

/**
 * When an event begins, ms after the first sample; null when nothing changes. Within about half a millisecond where the
 * current rises at once, also where it only rings at first, as with a fault outside before the current transformers saturate;
 * a current that grows from nothing is seen once it stands out of noise.
 *
 * Each phase is compared with itself one cycle earlier and, in the first cycle, with a forecast from its first sixth of a
 * cycle on. Noise is estimated from the record. Steady currents, also with harmonics, up to 1 Hz off the nominal
 * frequency or drifting slowly, are none; a change of less than a fifth of the current before it isn't seen. `leastA` is
 * the smallest change that counts, A (default 0: only noise and the largest value of the record decide). Samples must be
 * finite, at 600 Hz or more.
 */
export function findInception(event: PhaseSamples, { leastA = 0 }: { leastA?: number } = {}): number | null {
  return withScratch((take) => inceptionOf(event, leastA, take));
}

function inceptionOf(event: PhaseSamples, leastA: number, take: Take): number | null {
  const record = coarse(event.samples, event.sampleRateHz);
  const cycle = record.sampleRateHz / event.frequencyHz;
  const own = record.channels.map(noiseLevel);
  // One estimate from few samples may be too small; the phases are measured alike.
  const common = [...own].sort((a, b) => a - b)[1]!;
  const changes = record.channels.map((samples) => changeSince(samples, cycle, take));
  const quietest = quietestChange(changes, cycle) * Math.SQRT1_2;
  const noises = own.map((noise) => Math.max(noise, common, Math.min(quietest, MOST_COLOUR * Math.max(noise, common))));
  const phases = record.channels.map((samples, i) => ({
    samples,
    noise: noises[i]!,
    change: changes[i]!,
    local: largestOfLast(samples, Math.ceil(cycle), take),
  }));
  const shares = leastShares(phases, cycle, take);
  const least = (i: number) => leastA + shares[i]!;
  const later = earliest(phases.map((phase) => changeOf(phase, cycle, least)));
  const sine = carrier(cycle, Math.min(record.channels[0]!.length, forecastEnd(cycle)), take);
  const early = earliest(phases.map((phase) => forecastBreak(phase, cycle, sine, (i) => least(i) + shares[i]!, take)));
  if (early !== null && isReal(early, later, phases, cycle)) return Math.max(0, record.timeMs(early.place));
  const weak = weakChange(
    { samples: record.channels, changes, noises },
    cycle,
    { steadyShare: STEADY_SHARE, least },
    take,
  );
  // A clear change is placed better; what came well before it began weakly.
  const isWeak = weak !== null && (later === null || weak < later.place - cycle / 4);
  const place = isWeak ? weak : later?.place;
  return place === undefined ? null : Math.max(0, record.timeMs(place));
}

/** Least root mean square of a quarter of a cycle of all changes: coloured noise shows here, not in its differences. */
function quietestChange(changes: readonly Float64Array[], cycle: number): number {
  const width = Math.max(3, Math.round(cycle / 4));
  let least = Number.POSITIVE_INFINITY;
  for (let begin = Math.ceil(cycle); begin + width <= changes[0]!.length; begin += width)
    least = Math.min(least, Math.hypot(...changes.map((change) => rms(change, begin, begin + width))));
  return Number.isFinite(least) ? least / Math.sqrt(changes.length) : 0;
}

/** First change against the cycle before. */
function changeOf({ samples, noise, change, local }: Phase, cycle: number, least: At): Found | null {
  const width = Math.max(6, Math.round(cycle / 8));
  const chance = NOISE_FACTOR * Math.SQRT2 * noise;
  const crossing = firstCrossing(change, (i) => Math.sqrt(chance ** 2 + (STEADY_SHARE * local[i]!) ** 2) + least(i), {
    from: Math.ceil(cycle),
    to: samples.length,
    width,
  });
  if (!crossing) return null;
  const before = STEADY_SHARE * local[Math.max(0, crossing.begin - 1)]!;
  return { place: onset(change, crossing, chance * 0.8 + before + least(crossing.begin), steps(cycle)), crossing };
}

/** First break with the forecast within the first cycle. */
function forecastBreak({ samples, noise }: Phase, cycle: number, sine: Carrier, least: At, take: Take): Found | null {
  const width = forecastWidth(cycle);
  const begin = Math.ceil(LEAST_HISTORY * cycle);
  const end = Math.min(samples.length, forecastEnd(cycle));
  const forecast = sineForecast(samples, sine, noise, { begin, end, guard: Math.ceil(cycle / 24) }, take);
  const crossing = firstCrossing(forecast.error, (i) => limitOf(forecast, i, least), { from: begin, to: end, width });
  if (!crossing) return null;
  return {
    place: onset(forecast.error, crossing, 0.8 * limitOf(forecast, crossing.begin, least), steps(cycle)),
    crossing,
  };
}

const forecastWidth = (cycle: number) => Math.max(4, Math.round(cycle / 16));
const forecastEnd = (cycle: number) => Math.ceil(cycle) + forecastWidth(cycle);

const limitOf = ({ deviation, amplitude }: Forecast, i: number, least: At) =>
  Math.sqrt((NOISE_FACTOR * deviation[i]!) ** 2 + (STEADY_SHARE * amplitude[i]!) ** 2) + least(i);

const steps = (cycle: number) => ({ quarter: Math.ceil(cycle / 4), back: cycle / 16 });

/**
 * Whether a break with the forecast is an inception: harmonics of a steady current break with it as well. Either the
 * second cycle differs from the first one's beginning, or the record begins without current.
 */
function isReal(early: Found, later: Found | null, phases: readonly Phase[], cycle: number): boolean {
  if (later && later.crossing.begin <= cycle + early.place) return true;
  const place = Math.floor(early.place);
  const reached = Math.max(...phases.map(({ local }) => local[Math.min(local.length - 1, place + Math.ceil(cycle))]!));
  return phases.every(({ samples }) => rms(samples, 0, place) < QUIET_SHARE * reached);
}

/**
 * LEAST_SHARE of the largest value about each sample. Not of the record: a fault outside rings weakly, long before current
 * transformers saturate. But of what follows at once: filters of recorders ring before a step.
 */
function leastShares(phases: readonly Phase[], cycle: number, take: Take): Float64Array {
  const [a, b, c] = phases.map(({ local }) => local) as [Float64Array, Float64Array, Float64Array];
  const last = a.length - 1;
  const ahead = Math.ceil(AHEAD * cycle);
  const shares = take(last + 1);
  for (let i = 0; i <= last; i++) {
    const at = Math.min(last, i + ahead);
    shares[i] = LEAST_SHARE * Math.max(a[at]!, b[at]!, c[at]!);
  }
  return shares;
}

function earliest(found: readonly (Found | null)[]): Found | null {
  return found.reduce((best, one) => (one && (!best || one.place < best.place) ? one : best), null);
}

/** Largest magnitude of each sample and at least the `count` before it, to an eighth of `count` more. */
function largestOfLast(samples: Float64Array, count: number, take: Take): Float64Array {
  const block = Math.max(1, Math.ceil(count / 8));
  const reach = Math.ceil(count / block);
  const blocks = take(Math.ceil(samples.length / block));
  const out = take(samples.length);
  for (let at = 0; at < blocks.length; at++) {
    const begin = at * block;
    const end = Math.min(samples.length, begin + block);
    let most = 0;
    for (let i = begin; i < end; i++) most = Math.max(most, Math.abs(samples[i]!));
    blocks[at] = most;
    for (let k = Math.max(0, at - reach); k < at; k++) most = Math.max(most, blocks[k]!);
    out.fill(most, begin, end);
  }
  return out;
}
