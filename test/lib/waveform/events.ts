import type { PhaseSamples } from '../../../lib/waveform/model-input';
import { Random } from '../../support/random';

export interface EventShape {
  sampleRateHz?: number;
  frequencyHz?: number;
  /** Default: 726 samples at 10 kHz and 60 Hz, as many cycles at others. */
  lengthMs?: number;
}

/** A record of a function of time in cycles and of the phase (0, 1, 2). */
export function eventOf(of: (cycles: number, phase: number) => number, shape: EventShape = {}): PhaseSamples {
  const { sampleRateHz = 10_000, frequencyHz = 60 } = shape;
  const lengthMs = shape.lengthMs ?? (72.6 * 60) / frequencyHz;
  const channel = (phase: number) =>
    Float64Array.from({ length: Math.round((lengthMs * sampleRateHz) / 1000) }, (_, i) =>
      of((i / sampleRateHz) * frequencyHz, phase),
    );
  return { samples: [channel(0), channel(1), channel(2)], sampleRateHz, frequencyHz };
}

/** Sine of a phase of a balanced system of sequence A, B, C. */
export const sineOf = (cycles: number, phase: number, angle = 0) =>
  Math.sin(2 * Math.PI * (cycles - phase / 3) + angle);

/** Short circuit current from `start` on, with the mean that keeps it continuous and decays over two cycles. */
export function shortCircuit(cycles: number, start: number, phase: number, angle: number): number {
  if (cycles < start) return 0;
  return sineOf(cycles - start, phase, angle) - sineOf(0, phase, angle) * Math.exp((start - cycles) / 2);
}

/** Standard normal numbers, the same for the same seed. */
export function normals(seed: number): () => number {
  const chance = new Random(seed);
  return () => chance.normal();
}
