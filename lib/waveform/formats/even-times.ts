/** A step may be off by this share before times count as uneven: stamps are rounded. */
const STEP_TOLERANCE = 0.1;
/** Where steps differ, the rate is that of the shortest ones, but not of a single odd one. */
const SHORT_STEPS = 0.1;

/** The rate of times in ms that increase, and whether they are equidistant. */
export function rateOfTimes(timesMs: Float64Array): { rateHz: number; isEven: boolean } {
  const last = timesMs.length - 1;
  const spanMs = timesMs[last]! - timesMs[0]!;
  const stepMs = spanMs / last;
  let isEven = true;
  for (let i = 0; i <= last && isEven; i++) {
    isEven = Math.abs(timesMs[i]! - timesMs[0]! - i * stepMs) <= STEP_TOLERANCE * stepMs;
  }
  if (isEven) return { rateHz: whole(1000 / stepMs, last), isEven };
  const steps = Float64Array.from({ length: last }, (_, i) => timesMs[i + 1]! - timesMs[i]!).sort();
  return { rateHz: whole(1000 / steps[Math.floor(last * SHORT_STEPS)]!, last), isEven };
}

/** Rounded stamps give 9999.98 Hz for 10 kHz: a whole rate that moves no sample by 5 % of a step is meant. */
function whole(rateHz: number, steps: number): number {
  const rounded = Math.round(rateHz);
  return rounded > 0 && Math.abs(rounded / rateHz - 1) * steps < STEP_TOLERANCE / 2 ? rounded : rateHz;
}

/** The first sample that is not later than the one before it, or -1. */
export function firstDisorder(timesMs: Float64Array): number {
  for (let i = 1; i < timesMs.length; i++) if (!(timesMs[i]! > timesMs[i - 1]!)) return i;
  return -1;
}

/**
 * Samples taken at increasing times, interpolated (cubic through the four around) at `count` times from the first on.
 * Beside a missing sample the interpolation is linear, next to one the value is missing (NaN); the ends are held.
 */
export function interpolated(
  samples: Float64Array,
  timesMs: Float64Array,
  shiftMs: number,
  rateHz: number,
  count: number,
): Float64Array {
  const out = new Float64Array(count);
  const last = samples.length - 1;
  const stepMs = 1000 / rateHz;
  let at = 0;
  for (let k = 0; k < count; k++) {
    const time = Math.min(timesMs[last]!, Math.max(timesMs[0]!, timesMs[0]! + k * stepMs - shiftMs));
    while (at < last - 1 && timesMs[at + 1]! <= time) at++;
    out[k] = valueAt(samples, timesMs, at, time);
  }
  return out;
}

function valueAt(samples: Float64Array, timesMs: Float64Array, at: number, time: number): number {
  const last = samples.length - 1;
  if (time === timesMs[at]!) return samples[at]!;
  if (time === timesMs[at + 1]!) return samples[at + 1]!;
  const first = Math.max(0, Math.min(at - 1, last - 3));
  let value = 0;
  for (let i = first; i <= Math.min(first + 3, last); i++) {
    let weight = 1;
    for (let j = first; j <= Math.min(first + 3, last); j++) {
      if (j !== i) weight *= (time - timesMs[j]!) / (timesMs[i]! - timesMs[j]!);
    }
    value += weight * samples[i]!;
  }
  if (!Number.isNaN(value)) return value;
  const share = (time - timesMs[at]!) / (timesMs[at + 1]! - timesMs[at]!);
  return samples[at]! * (1 - share) + samples[at + 1]! * share;
}
