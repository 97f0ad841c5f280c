import {
  CYCLE_POINTS,
  magnitude,
  meanOfPoints,
  phasorOfPoints,
  phasorsOfPoints,
  symmetricalComponents,
  totalHarmonicDistortion,
} from './signal';

/** A phase with less than this share of the largest fundamental has no harmonic ratio worth the name. */
const LEAST_FUNDAMENTAL = 0.02;
const PER_CYCLE = 11;
/** Index of the numbers behind those of both cycles. */
const BEFORE = 2 + 2 * PER_CYCLE;

/**
 * The 30 numbers beside the waves; finite and within ±3 for any finite currents.
 *
 * | index | what |
 * | --- | --- |
 * | 0 | log10 of the peak in A over 2, within ±2.5: 10 mA is −1, 100 A is 1 |
 * | 1 | known cycles after the inception over 3 |
 * | 2 … 12 | the first full cycle after the inception |
 * | 13 … 23 | the last known full cycle after it |
 * | 24 … 29 | what flowed before the inception over the peak: re and im of A, B, C, see prefaultPhasors |
 *
 * Each cycle:
 *
 * | offset | what |
 * | --- | --- |
 * | 0 | zero over positive sequence, as log10 of 0.001 … 30, plus 1, over 1.5 |
 * | 1 | negative over positive sequence, the same way |
 * | 2 | positive sequence over the peak, at most 3 |
 * | 3, 4, 5 | 2nd harmonic over the fundamental of A, B, C, at most 3 |
 * | 6, 7, 8 | mean over the fundamental of A, B, C, within ±3 |
 * | 9 | 5th harmonic over the fundamental, of the phase in which it is largest, at most 3 |
 * | 10 | total harmonic distortion to the 10th of the phase with the largest fundamental, at most 3 |
 *
 * Where the fundamental of a phase is below 2 % of the largest one, those 2 % stand in for it. Where no full cycle is
 * known after the inception, the last cycle of what is known stands for both, part of it before the inception.
 *
 * `phases` are on the grid of the model, in A, points `from` … `to` − 1 of them known; `inception` is the point of the
 * inception; `peak` the largest value in A.
 */
export function modelFeatures(
  {
    phases,
    from,
    to,
    before,
  }: { phases: readonly Float64Array[]; from: number; to: number; before: readonly number[] },
  inception: number,
  peak: number,
): Float32Array {
  const out = new Float32Array(BEFORE + 6);
  out[0] = peak > 0 ? within(Math.log10(peak) / 2, -2.5, 2.5) : -2.5;
  out[1] = Math.max(0, to - Math.max(from, inception)) / CYCLE_POINTS / 3;
  const lastBegin = Math.max(from, to - CYCLE_POINTS);
  const firstBegin = Math.min(Math.max(from, inception), lastBegin);
  putCycle(out, 2, phases, firstBegin, Math.min(to, firstBegin + CYCLE_POINTS), peak);
  if (firstBegin === lastBegin) out.copyWithin(2 + PER_CYCLE, 2, 2 + PER_CYCLE);
  else putCycle(out, 2 + PER_CYCLE, phases, lastBegin, to, peak);
  for (const [i, part] of before.entries()) out[BEFORE + i] = share(part, peak);
  return out;
}

function putCycle(
  out: Float32Array,
  at: number,
  phases: readonly Float64Array[],
  begin: number,
  end: number,
  peak: number,
): void {
  const count = end - begin;
  const [a, b, c] = phases.map((phase) => phasorOfPoints(phase, begin, count, 1));
  const fundamentals = [magnitude(a!), magnitude(b!), magnitude(c!)];
  const largest = Math.max(...fundamentals);
  const { zero, positive, negative } = symmetricalComponents(a!, b!, c!);
  out[at] = logShare(magnitude(zero), magnitude(positive));
  out[at + 1] = logShare(magnitude(negative), magnitude(positive));
  out[at + 2] = share(magnitude(positive), peak);
  let fifth = 0;
  for (const [i, phase] of phases.entries()) {
    const base = Math.max(fundamentals[i]!, LEAST_FUNDAMENTAL * largest);
    out[at + 3 + i] = share(magnitude(phasorOfPoints(phase, begin, count, 2)), base);
    out[at + 6 + i] = share(meanOfPoints(phase, begin, count), base);
    fifth = Math.max(fifth, share(magnitude(phasorOfPoints(phase, begin, count, 5)), base));
  }
  out[at + 9] = fifth;
  // All harmonics of one phase only: they take the most time.
  const distorted = phasorsOfPoints(phases[fundamentals.indexOf(largest)]!, begin, count);
  out[at + 10] = Math.min(3, totalHarmonicDistortion(distorted));
}

const share = (value: number, base: number) => (base > 0 ? within(value / base, -3, 3) : 0);

/** Without any current the ratio is that of the smallest. */
function logShare(value: number, base: number): number {
  const ratio = value > 0 ? within(value / base, 1e-3, 30) : 1e-3;
  return (Math.log10(ratio) + 1) / 1.5;
}

const within = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
