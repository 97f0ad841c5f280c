import type { Transient } from '../emt/transient';
import { CurrentTransformer } from './current-transformer';
import type { Draw } from './draw';
import { HIGH_KV, LOW_KV, regulatorAngle } from './power-bank';

type Three = readonly [number, number, number];
export type Traces = [Float32Array, Float32Array, Float32Array];

/** Primary over secondary amperes of the current transformers on the 230 kV side: 1200/5. */
const RATIO = 240;
/** Of the current transformers in service, that of class C500; and what the taps of transformer and relay do not agree in. */
const KNEE_V = 500;
const MISMATCH = 0.015;
/** RMS at the burden in service, V. */
const SERVICE_V = 4;
/** Analogue filter before the converter. */
const FILTER_HZ = 3500;
/** Steps of the solver between two samples. */
export const STEPS_PER_SAMPLE = 5;

export interface RecorderOptions {
  nominalFrequencyHz: number;
  sampleRateHz: number;
  samples: number;
  tap: number;
  shift: 'forward' | 'backward';
  /** Knee voltages of the current transformers over those of the installation. */
  kneeShare: number;
}

/**
 * Follows a transient and records what a differential relay sees: both ends through their current transformers, the load
 * end turned by the angle of the regulator with zero sequence kept (Gajić, "Differential Protection for Arbitrary
 * Three-Phase Power Transformers", Lund 2008), filtered and sampled; with the noise of the converter.
 */
export function recordDifferential(
  transient: Transient,
  ends: { source: Three; load: Three },
  options: RecorderOptions,
  draw: Draw,
  noise: () => number,
): { operate: Traces; restraint: Traces } {
  const { samples, sampleRateHz, nominalFrequencyHz } = options;
  const stepS = 1 / (sampleRateHz * STEPS_PER_SAMPLE);
  const turn = turningMatrix(regulatorAngle(options.tap, options.shift));
  const transformers = (['source', 'load'] as const).map((end) =>
    [0, 1, 2].map((phase) => {
      const name = `${end} ${phase}`;
      const kneeV = KNEE_V * options.kneeShare;
      // Remanence and load together stay below the knee: a transformer that saturates in service is replaced.
      const bound = 0.7 * (1 - SERVICE_V / kneeV);
      const remanence = draw(`remanence ${name}`, -bound, bound);
      const ratio = end === 'source' ? (RATIO * LOW_KV) / HIGH_KV : RATIO;
      return new CurrentTransformer({ ratio, burdenOhm: 0.5, kneeV, remanence }, nominalFrequencyHz);
    }),
  );
  const filters = Array.from({ length: 6 }, () => new LowPass(FILTER_HZ, stepS));
  const floor = draw('converter noise', 0.002, 0.005);
  const operate = traces(samples);
  const restraint = traces(samples);
  const near = [0, 0, 0];
  const far = [0, 0, 0];
  for (let sample = 0; sample < samples; sample++) {
    for (let step = 0; step < STEPS_PER_SAMPLE; step++) {
      transient.step();
      for (let phase = 0; phase < 3; phase++) {
        const source = transformers[0]![phase]!.step(transient.currentOf(ends.source[phase]!), stepS);
        const load = transformers[1]![phase]!.step(transient.currentOf(ends.load[phase]!), stepS) * (1 + MISMATCH);
        near[phase] = filters[phase]!.step(source);
        far[phase] = filters[3 + phase]!.step(load);
      }
    }
    for (let phase = 0; phase < 3; phase++) {
      const row = turn[phase]!;
      const turned = row[0]! * far[0]! + row[1]! * far[1]! + row[2]! * far[2]!;
      operate[phase]![sample] = near[phase]! + turned + floor * noise();
      restraint[phase]![sample] = (Math.abs(near[phase]!) + Math.abs(turned)) / 2 + floor * noise();
    }
  }
  return { operate, restraint };
}

const traces = (samples: number): Traces => [
  new Float32Array(samples),
  new Float32Array(samples),
  new Float32Array(samples),
];

/** Turns a positive sequence ahead by an angle and leaves the zero sequence. */
function turningMatrix(angleRad: number): number[][] {
  const third = (2 * Math.PI) / 3;
  const entry = (turns: number) => (1 + 2 * Math.cos(angleRad + turns * third)) / 3;
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => entry(column - row)));
}

/** Butterworth of second order, by the bilinear transformation. */
class LowPass {
  private readonly a1: number;
  private readonly a2: number;
  private readonly b0: number;
  private x1 = 0;
  private x2 = 0;
  private y1 = 0;
  private y2 = 0;

  constructor(cutoffHz: number, stepS: number) {
    const k = Math.tan(Math.PI * cutoffHz * stepS);
    const norm = 1 / (1 + Math.SQRT2 * k + k * k);
    this.b0 = k * k * norm;
    this.a1 = 2 * (k * k - 1) * norm;
    this.a2 = (1 - Math.SQRT2 * k + k * k) * norm;
  }

  step(x: number): number {
    const y = this.b0 * (x + 2 * this.x1 + this.x2) - this.a1 * this.y1 - this.a2 * this.y2;
    this.x2 = this.x1;
    this.x1 = x;
    this.y2 = this.y1;
    this.y1 = y;
    return y;
  }
}
