/**
 * What the model of fault classification sees: the same for training and for the node. Times are in cycles, so that
 * 50 and 60 Hz and all sample rates look alike.
 */
export const SAMPLES_PER_CYCLE = 64;
/** Cycles before and after the inception. */
export const CYCLES_BEFORE = 0.5;
export const CYCLES_AFTER = 3;
export const MODEL_SAMPLES = (CYCLES_BEFORE + CYCLES_AFTER) * SAMPLES_PER_CYCLE;
/** A, B, C over the peak; the same three compressed; zero sequence compressed; 1 where samples are known. */
export const MODEL_CHANNELS = 8;
/** See modelFeatures. */
export const MODEL_FEATURES = 24;

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
