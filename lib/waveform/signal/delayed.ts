/**
 * A channel so many samples earlier: value at i of x(i − delay), delay ≥ 1 and rarely whole, by Lagrange's cubic through
 * the four neighbours; NaN where the record doesn't reach back.
 */
export function delayed(samples: ArrayLike<number>, delay: number): Float64Array {
  const whole = Math.floor(delay);
  const part = delay - whole;
  const out = new Float64Array(samples.length).fill(Number.NaN);
  // x(i − delay) lies `part` before sample i − whole, between b and c.
  const wa = (part * (part - 1) * (part - 2)) / -6;
  const wb = ((part + 1) * (part - 1) * (part - 2)) / 2;
  const wc = ((part + 1) * part * (part - 2)) / -2;
  const wd = ((part + 1) * part * (part - 1)) / 6;
  const least = Math.ceil(delay);
  for (let i = least; i < samples.length; i++) {
    const b = i - whole;
    const last = samples.length - 1;
    out[i] =
      part === 0
        ? samples[b]!
        : wa * samples[Math.min(last, b + 1)]! +
          wb * samples[b]! +
          wc * samples[b - 1]! +
          wd * samples[Math.max(0, b - 2)]!;
  }
  return out;
}
