import { hotSpotC, type ThermalModel, type ThermalState } from './thermal-model';
import type { TransformerRating } from './thermal-settings';

export type Paper = TransformerRating['paper'];

/** Above, the rate is that at this temperature: the equations say nothing any more. It also keeps sums finite. */
const HOTTEST_C = 300;

/**
 * Relative ageing rate of the insulation at a hot-spot temperature (IEC 60076-7:2018; the one of upgraded
 * paper is the FAA of IEEE C57.91 too).
 */
export function ageingRate(hotSpotTemperatureC: number, paper: Paper): number {
  const temperatureC = Math.min(hotSpotTemperatureC, HOTTEST_C);
  // Below absolute zero + 1 K the exponential of upgraded paper would turn over.
  if (paper === 'upgraded') return Math.exp(15_000 / 383 - 15_000 / (Math.max(temperatureC, -272) + 273));
  return 2 ** ((temperatureC - 98) / 6);
}

const MOST_STEP_MINUTES = 1;
/** Gauss-Legendre with three points: position in the step from −1 to 1, weight of a sum of 2. */
const POINTS = [
  [-Math.sqrt(0.6), 5 / 9],
  [0, 8 / 9],
  [Math.sqrt(0.6), 5 / 9],
] as const;

/** Minutes of life lost while a load is held: the integral of the ageing rate over the course of the hot spot. */
export function agedMinutes(
  model: ThermalModel,
  minutes: number,
  start: ThermalState,
  end: ThermalState,
  paper: Paper,
): number {
  const steps = Math.ceil(minutes / MOST_STEP_MINUTES);
  const half = minutes / steps / 2;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    for (const [position, weight] of POINTS) {
      const state = model.after((2 * i + 1 + position) * half, start, end);
      sum += weight * half * ageingRate(hotSpotC(state), paper);
    }
  }
  return sum;
}
