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
  for (let channel = 0; channel < MODEL_CHANNELS; channel++) {
    const samples = window[CHANNELS[channel]!];
    const isThere = fill(samples);
    for (let step = 0, at = offset + channel; step < MODEL_STEPS; step++, at += MODEL_CHANNELS) {
      const value = isThere ? toModel(channel, valueAt(samples.length, step), scale) : 0;
      out[at] = Number.isFinite(value) ? value : 0;
    }
  }
}

function toModel(channel: number, value: number, scale: MeterScale): number {
  if (channel === 0) return Math.asinh(value / scale.powerW);
  if (channel === 1) return clamp((value - scale.voltageV) / VOLT_A_UNIT, VOLTAGE_LIMIT);
  return channel === 2 ? Math.asinh(value / scale.currentA) : clamp(value, 1);
}

const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value));

/** Samples of one quantity with the missing ones filled; used again for each. */
let filled = new Float32Array(MODEL_STEPS);

/** Fills missing samples from their neighbours. @returns false when there is none at all */
function fill(samples: Float32Array): boolean {
  if (filled.length < samples.length) filled = new Float32Array(samples.length);
  let first = 0;
  while (first < samples.length && !Number.isFinite(samples[first]!)) first++;
  if (first === samples.length) return false;
  let held = samples[first]!;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]!;
    if (Number.isFinite(value)) held = value;
    filled[i] = held;
  }
  return true;
}

/** The value in the middle of a model's step; beyond the first and last sample it stays as there. */
function valueAt(length: number, step: number): number {
  if (length === MODEL_STEPS) return filled[step]!;
  const at = ((step + 0.5) * length) / MODEL_STEPS - 0.5;
  const inside = Math.min(length - 1, Math.max(0, at));
  const left = Math.floor(inside);
  const right = Math.min(left + 1, length - 1);
  return filled[left]! + (filled[right]! - filled[left]!) * (inside - left);
}
