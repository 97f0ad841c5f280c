import type { Take } from './scratch';

/**
 * What each sample differs by from the one `delay` samples earlier, delay ≥ 1 and rarely whole, by Lagrange's cubic through
 * the four neighbours; NaN where the record doesn't reach back.
 */
export function changeSince(samples: Float64Array, delay: number, take: Take): Float64Array {
  const whole = Math.floor(delay);
  const part = delay - whole;
  const out = take(samples.length);
  const first = Math.min(out.length, Math.ceil(delay));
  out.fill(Number.NaN, 0, first);
  if (part === 0) {
    for (let i = first; i < out.length; i++) out[i] = samples[i]! - samples[i - whole]!;
    return out;
  }
  // x(i − delay) lies `part` before sample i − whole, between b and c.
  const wa = (part * (part - 1) * (part - 2)) / -6;
  const wb = ((part + 1) * (part - 1) * (part - 2)) / 2;
  const wc = ((part + 1) * part * (part - 2)) / -2;
  const wd = ((part + 1) * part * (part - 1)) / 6;
  for (let i = first; i < out.length; i++) {
    const b = i - whole;
    // Only the first one lacks the neighbour before.
    const d = b < 2 ? 0 : b - 2;
    out[i] = samples[i]! - (wa * samples[b + 1]! + wb * samples[b]! + wc * samples[b - 1]! + wd * samples[d]!);
  }
  return out;
}
