import type { PhaseSamples } from '../model-input';
import { CYCLE_POINTS, magnitude, type Phasor, phasorOfPoints, rms } from '../signal';
import { GrowingPoints, type ThreePhases } from './growing-points';

/** Looks to a cycle. */
const LOOKS = 8;
const BETWEEN = CYCLE_POINTS / LOOKS;
const CYCLES = 3;

/** What the relay measures over the cycle that ends at a look. */
export interface Look {
  /** End of the cycle after the inception, ms. */
  afterMs: number;
  fundamentals: [Phasor, Phasor, Phasor];
  phases: [PhaseLook, PhaseLook, PhaseLook];
}

export interface PhaseLook {
  /** Fundamental of the operating current, rms A. */
  operateA: number;
  /** Rms of the restraining current over the cycle, A; null without its channels. */
  restraintA: number | null;
  secondShare: number;
  fifthShare: number;
}

/**
 * Looks eight times a cycle, the first one cycle after the inception, the last three cycles after it; one by one.
 * @param begun see GrowingPoints
 */
export function* looks(
  event: PhaseSamples,
  inceptionMs: number,
  restraint: ThreePhases | undefined,
  begun: readonly Float64Array[],
): Generator<Look, void> {
  const cycleMs = 1000 / event.frequencyHz;
  const grid = { fromMs: inceptionMs, stepMs: cycleMs / CYCLE_POINTS, count: CYCLES * CYCLE_POINTS + 1 };
  const operating = new GrowingPoints(event.samples, event.sampleRateHz, grid, begun);
  const restraining = restraint && new GrowingPoints(restraint, event.sampleRateHz, grid);
  // Many a look at an internal fault is the third, the first that can operate; then nothing later is needed.
  const third = CYCLE_POINTS + 2 * BETWEEN;
  for (let end = CYCLE_POINTS; end < grid.count; end += BETWEEN) {
    const needed = end <= third ? third : grid.count;
    restraining?.grow(needed);
    if (operating.grow(needed) < end) return;
    const begin = end - CYCLE_POINTS;
    const harmonic = (phase: number, order: number) =>
      phasorOfPoints(operating.channels[phase]!, begin, CYCLE_POINTS, order);
    const fundamentals = [harmonic(0, 1), harmonic(1, 1), harmonic(2, 1)] as Look['fundamentals'];
    const phases = fundamentals.map((phasor, phase) => {
      const fundamental = magnitude(phasor);
      const share = (order: number) => (fundamental > 0 ? magnitude(harmonic(phase, order)) / fundamental : 0);
      return {
        operateA: fundamental * Math.SQRT1_2,
        restraintA: restraining ? rms(restraining.channels[phase]!, begin, end) : null,
        secondShare: share(2),
        fifthShare: share(5),
      };
    }) as Look['phases'];
    yield { afterMs: end * grid.stepMs, fundamentals, phases };
  }
}
