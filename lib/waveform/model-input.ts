import { modelFeatures } from './model-features';
import { prefaultPhasors } from './prefault-phasors';
import { type Resampled, resample, settledPoints } from './signal';

/**
 * What the model of fault classification sees: the same for training and for the node. Times are in cycles, so that
 * 50 and 60 Hz and all sample rates look alike.
 */
export const SAMPLES_PER_CYCLE = 64;
/** Cycles before and after the inception. */
export const CYCLES_BEFORE = 0.5;
export const CYCLES_AFTER = 3;
export const MODEL_SAMPLES = (CYCLES_BEFORE + CYCLES_AFTER) * SAMPLES_PER_CYCLE;
/** A, B, C over the peak; 1 where samples are known. */
export const MODEL_CHANNELS = 4;
/** See modelFeatures. */
export const MODEL_FEATURES = 30;

/** Three phases of one event, in A, sampled together. */
export interface PhaseSamples {
  samples: readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];
  sampleRateHz: number;
  frequencyHz: number;
}

/** Input of the model for one event. */
export interface ModelInput {
  /** MODEL_CHANNELS × MODEL_SAMPLES, row by row. */
  waves: Float32Array;
  /** MODEL_FEATURES. */
  features: Float32Array;
  /** Largest value of the window, A; the waves are divided by it. */
  peak: number;
}

/** The values before the inception may be larger than the peak after it; more than this says no more. */
const LARGEST = 3;
/** Point of the inception. */
export const INCEPTION = CYCLES_BEFORE * SAMPLES_PER_CYCLE;

/**
 * Input of the model for an event that begins at `inceptionMs` after the first sample. The grid has SAMPLES_PER_CYCLE
 * points to a nominal cycle, from CYCLES_BEFORE before the inception on; channels are, row by row, phases A, B, C over the
 * peak, within ±3, and 1 where the record is known, 0 elsewhere, where all channels are 0.
 *
 * The features are those of modelFeatures. `cyclesAfter` is the decision window (default and at most CYCLES_AFTER): no
 * sample after its end but the next one is looked at, so that a record that ends there gives the same. Without anything
 * known after the inception, the peak is that of what is known before it; without any current it is 0, and all waves
 * are. Samples must be finite, their rate and frequency positive.
 */
export function modelInput(
  event: PhaseSamples,
  inceptionMs: number,
  options: { cyclesAfter?: number } = {},
): ModelInput {
  return inputOfPoints(modelPoints(event, inceptionMs, options));
}

/** The currents of an event on the grid of the model, in A. */
export interface ModelPoints extends Resampled {
  /** See prefaultPhasors. */
  before: readonly number[];
  /** So many of the points no sample behind the decision window would change. */
  settled: number;
}

/** Points of the grid of `modelInput`, with its options. */
export function modelPoints(
  event: PhaseSamples,
  inceptionMs: number,
  { cyclesAfter = CYCLES_AFTER }: { cyclesAfter?: number } = {},
): ModelPoints {
  const { samples, sampleRateHz, frequencyHz } = event;
  const cycleMs = 1000 / frequencyHz;
  const points = Math.floor((CYCLES_BEFORE + Math.min(cyclesAfter, CYCLES_AFTER)) * SAMPLES_PER_CYCLE);
  const grid = {
    fromMs: inceptionMs - CYCLES_BEFORE * cycleMs,
    stepMs: cycleMs / SAMPLES_PER_CYCLE,
    count: Math.max(0, points),
  };
  const lastMs = grid.fromMs + (grid.count - 1) * grid.stepMs;
  const usable = Math.max(0, Math.ceil((lastMs / 1000) * sampleRateHz - 1e-6) + 1);
  const resampled = resample(samples, sampleRateHz, grid, usable);
  const settled = Math.min(resampled.to, settledPoints(sampleRateHz, grid, usable));
  return { ...resampled, settled, before: prefaultPhasors(event, inceptionMs) };
}

/** What the model sees of points: see `modelInput`. */
export function inputOfPoints({ channels: phases, from, to, before }: Omit<ModelPoints, 'settled'>): ModelInput {
  const peak = largest(phases, Math.max(from, INCEPTION), to) ?? largest(phases, from, to) ?? 0;
  const waves = new Float32Array(MODEL_CHANNELS * MODEL_SAMPLES);
  for (const [channel, phase] of phases.entries()) {
    const row = channel * MODEL_SAMPLES;
    for (let i = from; i < to; i++) waves[row + i] = overPeak(phase[i]!, peak);
  }
  const row = phases.length * MODEL_SAMPLES;
  waves.fill(1, row + from, row + to);
  return { waves, features: modelFeatures({ phases, from, to, before }, INCEPTION, peak), peak };
}

/** Largest magnitude of points `from` … `to` − 1; null of none. */
function largest(phases: readonly Float64Array[], from: number, to: number): number | null {
  if (from >= to) return null;
  let most = 0;
  for (const phase of phases) for (let i = from; i < to; i++) most = Math.max(most, Math.abs(phase[i]!));
  return most;
}

const overPeak = (value: number, peak: number) => (peak > 0 ? Math.min(LARGEST, Math.max(-LARGEST, value / peak)) : 0);
