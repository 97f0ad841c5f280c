import { type MeterScale, MODEL_CHANNELS, MODEL_STEPS } from './autoencoder';
import { CHANNELS, type MeterWindow } from './meter-window';

/** Numbers of one window as the model takes it. */
export const MODEL_WINDOW = MODEL_STEPS * MODEL_CHANNELS;

/** One channel unit is so many volts off the meter's usual voltage. */
const VOLT_A_UNIT = 5;
const VOLTAGE_LIMIT = 4;

/**
 * One window as the model takes it: MODEL_STEPS × MODEL_CHANNELS numbers, the channels of one instant together.
 * Power is asinh(P / usual power), which is linear near zero, logarithmic above and keeps the sign of an export; current
 * likewise; voltage is the distance from the usual one in 5 V, at most ±4; the power factor stays as it is.
 * A missing sample holds the last one, or at the beginning the next; a quantity that is absent is 0 throughout. A window
 * of another length than MODEL_STEPS is interpolated linearly. All that is written is finite.
 *
 * @param out where to write, from `offset` on
 * @throws Error when `out` is too short
 */
export function writeModelInput(window: MeterWindow, scale: MeterScale, out: Float32Array, offset: number): void {
  if (!(offset >= 0 && offset + MODEL_WINDOW <= out.length)) {
    throw new Error(
      `a window of ${MODEL_WINDOW} numbers does not fit at ${offset} of ${out.length}: give a longer array`,
    );
  }
  for (const [channel, name] of CHANNELS.entries()) {
    const samples = filled(window[name]);
    const toModel = TO_MODEL[name];
    for (let step = 0; step < MODEL_STEPS; step++) {
      const value = samples ? toModel(valueAt(samples, step), scale) : 0;
      out[offset + step * MODEL_CHANNELS + channel] = Number.isFinite(value) ? value : 0;
    }
  }
}

const TO_MODEL: Record<(typeof CHANNELS)[number], (value: number, scale: MeterScale) => number> = {
  powerW: (watt, scale) => Math.asinh(watt / scale.powerW),
  voltageV: (volt, scale) => clamp((volt - scale.voltageV) / VOLT_A_UNIT, VOLTAGE_LIMIT),
  currentA: (ampere, scale) => Math.asinh(ampere / scale.currentA),
  powerFactor: (factor) => clamp(factor, 1),
};

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));

/** Missing samples filled from their neighbours; undefined when there is none at all. */
function filled(samples: Float32Array): Float32Array | undefined {
  const first = samples.find(Number.isFinite);
  if (first === undefined) return undefined;
  let held = first;
  return samples.map((value) => (held = Number.isFinite(value) ? value : held));
}

/** The value in the middle of a model's step; beyond the first and last sample it stays as there. */
function valueAt(samples: Float32Array, step: number): number {
  if (samples.length === MODEL_STEPS) return samples[step]!;
  const at = ((step + 0.5) * samples.length) / MODEL_STEPS - 0.5;
  const inside = Math.min(samples.length - 1, Math.max(0, at));
  const left = Math.floor(inside);
  const right = Math.min(left + 1, samples.length - 1);
  return samples[left]! + (samples[right]! - samples[left]!) * (inside - left);
}
