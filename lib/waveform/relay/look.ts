import type { PhaseSamples } from '../model-input';
import { CYCLE_POINTS, type CyclePhasors, magnitude, phasorsOfPoints, resample, rms } from '../signal';

/** Looks to a cycle. */
const LOOKS = 8;
const CYCLES = 3;

export type ThreePhases = readonly [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];

/** What the relay measures over the cycle that ends at a look. */
export interface Look {
  /** End of the cycle after the inception, ms. */
  afterMs: number;
  phasors: [CyclePhasors, CyclePhasors, CyclePhasors];
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

/** Looks eight times a cycle, the first one cycle after the inception, the last three cycles after it. */
export function looks(event: PhaseSamples, inceptionMs: number, restraint: ThreePhases | undefined): Look[] {
  const cycleMs = 1000 / event.frequencyHz;
  const grid = { fromMs: inceptionMs, stepMs: cycleMs / CYCLE_POINTS, count: CYCLES * CYCLE_POINTS + 1 };
  const operating = resample(event.samples, event.sampleRateHz, grid);
  const restraining = restraint && resample(restraint, event.sampleRateHz, grid);
  const out: Look[] = [];
  if (operating.from > 0) return out;
  for (let end = CYCLE_POINTS; end <= operating.to; end += CYCLE_POINTS / LOOKS) {
    const begin = end - CYCLE_POINTS;
    const phasors = operating.channels.map((values) =>
      phasorsOfPoints(values, begin, CYCLE_POINTS, 5),
    ) as Look['phasors'];
    const phases = phasors.map(({ harmonics }, phase) => {
      const fundamental = magnitude(harmonics[0]!);
      const share = (order: number) => (fundamental > 0 ? magnitude(harmonics[order - 1]!) / fundamental : 0);
      return {
        operateA: fundamental * Math.SQRT1_2,
        restraintA: restraining ? rms(restraining.channels[phase]!.subarray(begin, end)) : null,
        secondShare: share(2),
        fifthShare: share(5),
      };
    }) as Look['phases'];
    out.push({ afterMs: end * grid.stepMs, phasors, phases });
  }
  return out;
}
