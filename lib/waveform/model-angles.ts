import { type CyclePhasors, magnitude, type Phasor, symmetricalComponents } from './signal';

const PER_CYCLE = 14;
/** Below this a current has no angle. */
const LEAST = 1e-30;
/** How many numbers putAngles writes. */
export const ANGLES = 2 * PER_CYCLE + 6;

/** Two cycles after the inception, and what is known of half a cycle before it (the fundamental alone). */
export interface Course {
  first: readonly CyclePhasors[];
  last: readonly CyclePhasors[];
  old: readonly CyclePhasors[];
  /** Cycles from the beginning of `old` to that of `first`. */
  turn: number;
}

/**
 * Fundamentals as complex numbers over the peak, turned so that the positive sequence of their cycle is real: what is left
 * does not depend on where a cycle begins. Where and through what a fault is fed shows in them.
 *
 * | offset | what |
 * | --- | --- |
 * | 0 … 13 | the first cycle: A, B, C as real and imaginary part; their direct parts; zero sequence, asinh(100 x) / asinh(100); log10 of A, B, C over 4, at least −1 |
 * | 14 … 27 | the last cycle |
 * | 28 … 33 | before the inception: A, B, C, turned as the first cycle, asinh(100 x) / asinh(100) |
 */
export function putAngles(out: Float32Array, at: number, { first, last, old, turn }: Course, peak: number): void {
  const over = peak > LEAST ? 1 / peak : 0;
  const firstTurn = putPhasors(out, at, first, over);
  putPhasors(out, at + PER_CYCLE, last, over);
  const angle = 2 * Math.PI * turn;
  const back = times({ re: Math.cos(angle), im: Math.sin(angle) }, firstTurn);
  old.forEach(({ harmonics }, phase) => {
    const { re, im } = times(harmonics[0]!, back);
    out[at + 2 * PER_CYCLE + 2 * phase] = flat(re * over);
    out[at + 2 * PER_CYCLE + 2 * phase + 1] = flat(im * over);
  });
}

/** @returns by what the phasors were turned */
function putPhasors(out: Float32Array, at: number, cycles: readonly CyclePhasors[], over: number): Phasor {
  const [a, b, c] = cycles.map(({ harmonics }) => harmonics[0]!);
  const { zero, positive } = symmetricalComponents(a!, b!, c!);
  const size = magnitude(positive);
  const turn = size > LEAST ? { re: positive.re / size, im: -positive.im / size } : { re: 1, im: 0 };
  cycles.forEach(({ dc, harmonics }, phase) => {
    const { re, im } = times(harmonics[0]!, turn);
    out[at + 2 * phase] = bounded(re * over);
    out[at + 2 * phase + 1] = bounded(im * over);
    out[at + 6 + phase] = bounded(dc * over);
    out[at + 11 + phase] = Math.log10(Math.max(1e-4, Math.min(10, magnitude(harmonics[0]!) * over))) / 4;
  });
  const { re, im } = times(zero, turn);
  out[at + 9] = flat(re * over);
  out[at + 10] = flat(im * over);
  return turn;
}

const times = (a: Phasor, b: Phasor): Phasor => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const bounded = (value: number) => Math.min(3, Math.max(-3, value));
const flat = (value: number) => bounded(Math.asinh(100 * value) / Math.asinh(100));
