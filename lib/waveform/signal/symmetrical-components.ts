import type { Phasor } from './phasor';

export interface SymmetricalComponents {
  zero: Phasor;
  positive: Phasor;
  negative: Phasor;
}

const HALF_ROOT_3 = Math.sqrt(3) / 2;
const turn = ({ re, im }: Phasor): Phasor => ({ re: -0.5 * re - HALF_ROOT_3 * im, im: HALF_ROOT_3 * re - 0.5 * im });
const third = (a: Phasor, b: Phasor, c: Phasor): Phasor => ({
  re: (a.re + b.re + c.re) / 3,
  im: (a.im + b.im + c.im) / 3,
});

/** Symmetrical components of phase A of three phasors with the sequence A, B, C (Fortescue 1918). */
export function symmetricalComponents(a: Phasor, b: Phasor, c: Phasor): SymmetricalComponents {
  const [b1, c1] = [turn(b), turn(c)];
  return { zero: third(a, b, c), positive: third(a, b1, turn(c1)), negative: third(a, turn(b1), c1) };
}
