import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  magnitude,
  type Phasor,
  phasors,
  rms,
  symmetricalComponents,
  totalHarmonicDistortion,
} from '../../../../lib/waveform/signal';

const near = (value: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(value - wanted) < tolerance, `${value}, not ${wanted}`);
const polar = (amplitude: number, degrees: number): Phasor => ({
  re: amplitude * Math.cos((degrees * Math.PI) / 180),
  im: amplitude * Math.sin((degrees * Math.PI) / 180),
});

describe('phasors', () => {
  const wave = (cycles: number) => {
    const angle = 2 * Math.PI * cycles;
    return 2 * Math.cos(angle + 0.4) + 0.6 * Math.cos(2 * angle - 1) + 0.2 * Math.cos(5 * angle + 2) - 0.7;
  };

  it('measures amplitudes, angles and mean where a cycle is no whole number of samples', () => {
    for (const rateHz of [1200, 1250, 4000, 10_000, 31_250])
      for (const hz of [50, 60]) {
        const channel = Float64Array.from({ length: Math.round(rateHz * 0.1) }, (_, i) => wave((i / rateHz) * hz));
        const [cycle] = phasors([channel], rateHz, hz, 2000 / hz)!;
        near(cycle!.dc, -0.7, 2e-3);
        for (const [order, amplitude, angle] of [
          [1, 2, 0.4],
          [2, 0.6, -1],
          [3, 0, 0],
          [5, 0.2, 2],
        ] as const) {
          const { re, im } = cycle!.harmonics[order - 1]!;
          near(re, amplitude * Math.cos(angle), 3e-3);
          near(im, amplitude * Math.sin(angle), 3e-3);
        }
        near(totalHarmonicDistortion(cycle!), Math.hypot(0.6, 0.2) / 2, 3e-3);
      }
  });

  it('agrees with the Fourier transform of NumPy for a decaying mean', () => {
    const w = (2 * Math.PI) / 200;
    const channel = Float64Array.from({ length: 600 }, (_, i) => {
      const s = i - 200;
      const sines = 3 * Math.cos(w * s + 0.5) + 0.7 * Math.cos(2 * w * s - 1.1) + 0.3 * Math.cos(5 * w * s + 2);
      return sines + 1.25 + 4 * Math.exp(-s / 150);
    });
    const [cycle] = phasors([channel], 10_000, 50, 20)!;
    // numpy.fft.rfft of the 200 samples of that cycle; 64 points see the jump at its ends a little differently.
    near(cycle!.dc, 3.46658, 0.03);
    for (const [order, re, im] of [
      [1, 2.83789, 0.54114],
      [2, 0.38145, -1.08728],
      [3, 0.03674, -0.31075],
      [5, -0.10216, 0.08599],
    ] as const) {
      near(cycle!.harmonics[order - 1]!.re, re, 0.035);
      near(cycle!.harmonics[order - 1]!.im, im, 0.015);
    }
  });

  it('has none where the record does not cover the cycle', () => {
    assert.equal(phasors([new Float64Array(100)], 10_000, 60, 0), null);
    assert.equal(phasors([new Float64Array(1000)], 10_000, 60, -1), null);
  });
});

describe('symmetricalComponents', () => {
  it('gives the components of which three phasors are made', () => {
    const [zero, positive, negative] = [polar(1.5, 20), polar(4, -35), polar(2.5, 140)];
    const sum = (...parts: Phasor[]) => parts.reduce((a, b) => ({ re: a.re + b.re, im: a.im + b.im }));
    const a = sum(zero, positive, negative);
    const b = sum(zero, polar(4, -35 - 120), polar(2.5, 140 + 120));
    const c = sum(zero, polar(4, -35 + 120), polar(2.5, 140 - 120));
    const found = symmetricalComponents(a, b, c);
    for (const [one, wanted] of [
      [found.zero, zero],
      [found.positive, positive],
      [found.negative, negative],
    ] as const) {
      near(one.re, wanted.re, 1e-12);
      near(one.im, wanted.im, 1e-12);
    }
  });

  it('splits one phase evenly', () => {
    const { zero, positive, negative } = symmetricalComponents(polar(3, 0), polar(0, 0), polar(0, 0));
    for (const part of [zero, positive, negative]) near(magnitude(part), 1, 1e-12);
  });
});

describe('rms', () => {
  it('is the root of the mean square', () => {
    near(rms([3, -4]), Math.sqrt(12.5), 1e-12);
    assert.equal(rms([]), 0);
  });
});
