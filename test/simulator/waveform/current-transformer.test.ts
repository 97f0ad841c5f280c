import assert from 'node:assert/strict';
import { CurrentTransformer } from '../../../simulator/waveform/current-transformer';

const STEP_S = 20e-6;
const OMEGA = 2 * Math.PI * 60;

/** Secondary currents of a sine with a decaying direct part. */
function secondary(
  peakA: number,
  kneeV: number,
  options: { offset?: number; remanence?: number; cycles?: number } = {},
) {
  const { offset = 0, remanence = 0, cycles = 4 } = options;
  const transformer = new CurrentTransformer({ ratio: 240, burdenOhm: 1.5, kneeV, remanence }, 60);
  return Array.from({ length: Math.round(cycles / 60 / STEP_S) }, (_, k) => {
    const t = (k + 1) * STEP_S;
    const primary = peakA * (Math.sin(OMEGA * t - offset * (Math.PI / 2)) + offset * Math.exp(-t / 0.05));
    return { ideal: primary / 240, real: transformer.step(primary, STEP_S) };
  });
}

const worst = (points: { ideal: number; real: number }[]) =>
  Math.max(...points.map(({ ideal, real }) => Math.abs(ideal - real)));

describe('current transformer', () => {
  it('divides by its ratio below the knee: less than its exciting current is missing', () => {
    assert.ok(worst(secondary(240 * 5 * Math.SQRT2, 250)) < 0.05);
  });

  it('saturates with a direct part by the criterion of IEEE C37.110: from 1 + X/R times the symmetrical voltage on', () => {
    // 20 A rms on 1.5 ohm are 30 V; X/R is omega · 50 ms = 18.8.
    const symmetrical = 20 * 1.5;
    const peakA = 240 * 20 * Math.SQRT2;
    assert.ok(worst(secondary(peakA, symmetrical * (1 + OMEGA * 0.05) * 1.05, { offset: 1, cycles: 6 })) < 0.5);
    assert.ok(worst(secondary(peakA, symmetrical * 3, { offset: 1 })) > 5);
  });

  it('saturates sooner with remanence of the sign of the direct part', () => {
    const first = (remanence: number) =>
      secondary(240 * 20 * Math.SQRT2, 150, { offset: 1, remanence }).findIndex(
        ({ ideal, real }) => Math.abs(ideal - real) > 2,
      );
    assert.ok(first(0.6) < first(0) && first(0) < first(-0.6));
  });
});
