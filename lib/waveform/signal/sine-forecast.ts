/** What a channel's first samples say of those that follow. */
export interface Forecast {
  /** Sample less forecast; NaN before the first forecast. */
  error: Float64Array;
  /** Standard deviation that noise alone gives the error. */
  deviation: Float64Array;
  /** Amplitude of the sine of the forecast. */
  amplitude: Float64Array;
}

/** The mean and the sine are expected within so many times the largest value of the first stretch. */
const EXPECTED = 3;

/**
 * Forecasts of samples `begin` … `end` − 1, each from all samples up to `guard` before it: a mean and a sine of the
 * nominal frequency, by recursive least squares with a prior (Ljung, System Identification, 11.2), which keeps the
 * forecast tame while less than a cycle is known.
 */
export function sineForecast(
  samples: Float64Array,
  samplesPerCycle: number,
  noise: number,
  { begin, end, guard }: { begin: number; end: number; guard: number },
): Forecast {
  const error = new Float64Array(end).fill(Number.NaN);
  const deviation = new Float64Array(end);
  const amplitude = new Float64Array(end);
  let most = 0;
  for (let i = 0; i < begin; i++) most = Math.max(most, Math.abs(samples[i]!));
  // Covariance in units of the squared noise; a floor, since without noise nothing would be uncertain.
  const sigma = Math.max(noise, most * 1e-3);
  const prior = sigma > 0 ? ((EXPECTED * most) / sigma) ** 2 : 0;
  const p = Float64Array.of(prior, 0, 0, 0, prior, 0, 0, 0, prior);
  const theta = new Float64Array(3);
  const omega = (2 * Math.PI) / samplesPerCycle;
  const cosines = new Float64Array(end);
  const sines = new Float64Array(end);
  for (let i = 0; i < end; i++) {
    const c = Math.cos(omega * i);
    const s = Math.sin(omega * i);
    cosines[i] = c;
    sines[i] = s;
    if (i >= guard) learn(theta, p, cosines, sines, samples, i - guard);
    if (i < begin) continue;
    error[i] = samples[i]! - (theta[0]! + theta[1]! * c + theta[2]! * s);
    const spread = p[0]! + c * (2 * p[1]! + c * p[4]!) + s * (2 * p[2]! + s * p[8]!) + 2 * c * s * p[5]!;
    deviation[i] = sigma * Math.sqrt(1 + Math.max(0, spread));
    amplitude[i] = Math.sqrt(theta[1]! ** 2 + theta[2]! ** 2);
  }
  return { error, deviation, amplitude };
}

/**
 * One step of recursive least squares with the regressors 1, c, s of sample `at`; theta and p (3 × 3, row by row) are changed.
 * Numbers are handed over in arrays: by themselves each would be an object.
 */
function learn(
  theta: Float64Array,
  p: Float64Array,
  cosines: Float64Array,
  sines: Float64Array,
  samples: Float64Array,
  at: number,
): void {
  const c = cosines[at]!;
  const s = sines[at]!;
  const g0 = p[0]! + p[1]! * c + p[2]! * s;
  const g1 = p[3]! + p[4]! * c + p[5]! * s;
  const g2 = p[6]! + p[7]! * c + p[8]! * s;
  const scale = 1 / (1 + g0 + g1 * c + g2 * s);
  const wrong = (samples[at]! - theta[0]! - theta[1]! * c - theta[2]! * s) * scale;
  theta[0]! += g0 * wrong;
  theta[1]! += g1 * wrong;
  theta[2]! += g2 * wrong;
  p[0]! -= g0 * g0 * scale;
  p[1]! -= g0 * g1 * scale;
  p[2]! -= g0 * g2 * scale;
  p[3]! -= g1 * g0 * scale;
  p[4]! -= g1 * g1 * scale;
  p[5]! -= g1 * g2 * scale;
  p[6]! -= g2 * g0 * scale;
  p[7]! -= g2 * g1 * scale;
  p[8]! -= g2 * g2 * scale;
}
