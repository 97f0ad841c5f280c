import type { Take } from './scratch';

/** What a channel's first samples say of those that follow. */
export interface Forecast {
  /** Sample less forecast; NaN before the first forecast. */
  error: Float64Array;
  /** Standard deviation that noise alone gives the error; from the first forecast on. */
  deviation: Float64Array;
  /** Amplitude of the sine of the forecast; from the first one on. */
  amplitude: Float64Array;
}

/** Cosine and sine of the nominal frequency at each sample. */
export interface Carrier {
  cosines: Float64Array;
  sines: Float64Array;
}

/** The mean and the sine are expected within so many times the largest value of the first stretch. */
const EXPECTED = 3;

export function carrier(samplesPerCycle: number, count: number, take: Take): Carrier {
  const omega = (2 * Math.PI) / samplesPerCycle;
  const cosines = take(count);
  const sines = take(count);
  for (let i = 0; i < count; i++) {
    cosines[i] = Math.cos(omega * i);
    sines[i] = Math.sin(omega * i);
  }
  return { cosines, sines };
}

/**
 * Forecasts of samples `begin` … `end` − 1, each from all samples up to `guard` before it: a mean and a sine of the
 * nominal frequency (`carrier`, known up to `end`), by recursive least squares with a prior (Ljung, System Identification,
 * 11.2), which keeps the forecast tame while less than a cycle is known.
 */
export function sineForecast(
  samples: Float64Array,
  { cosines, sines }: Carrier,
  noise: number,
  { begin, end, guard }: { begin: number; end: number; guard: number },
  take: Take,
): Forecast {
  const error = take(end).fill(Number.NaN, 0, begin);
  const deviation = take(end);
  const amplitude = take(end);
  let most = 0;
  for (let i = 0; i < begin; i++) most = Math.max(most, Math.abs(samples[i]!));
  // Covariance in units of the squared noise; a floor, since without noise nothing would be uncertain.
  const sigma = Math.max(noise, most * 1e-3);
  const prior = sigma > 0 ? ((EXPECTED * most) / sigma) ** 2 : 0;
  // The symmetric covariance and the parameters of 1, c, s; by name, for as arrays they would be stored at each step.
  let [p00, p01, p02, p11, p12, p22] = [prior, 0, 0, prior, 0, prior];
  let [mean, cosine, sine] = [0, 0, 0];
  for (let i = Math.min(begin, guard); i < end; i++) {
    if (i >= guard) {
      const c = cosines[i - guard]!;
      const s = sines[i - guard]!;
      const g0 = p00 + p01 * c + p02 * s;
      const g1 = p01 + p11 * c + p12 * s;
      const g2 = p02 + p12 * c + p22 * s;
      const scale = 1 / (1 + g0 + g1 * c + g2 * s);
      const wrong = (samples[i - guard]! - mean - cosine * c - sine * s) * scale;
      mean += g0 * wrong;
      cosine += g1 * wrong;
      sine += g2 * wrong;
      p00 -= g0 * g0 * scale;
      p01 -= g0 * g1 * scale;
      p02 -= g0 * g2 * scale;
      p11 -= g1 * g1 * scale;
      p12 -= g1 * g2 * scale;
      p22 -= g2 * g2 * scale;
    }
    if (i < begin) continue;
    const c = cosines[i]!;
    const s = sines[i]!;
    error[i] = samples[i]! - (mean + cosine * c + sine * s);
    const spread = p00 + c * (2 * p01 + c * p11) + s * (2 * p02 + s * p22) + 2 * c * s * p12;
    deviation[i] = sigma * Math.sqrt(1 + Math.max(0, spread));
    amplitude[i] = Math.sqrt(cosine ** 2 + sine ** 2);
  }
  return { error, deviation, amplitude };
}
