import { CHANNELS, type MeterWindow } from '../lib/theft/meter-window';
import { TYPICAL_LIFE } from '../simulator/life';
import { Fleet, SETTLING, STILL } from '../simulator/theft';
import type { MeterWindows } from './training-set';

const STEP_MS = 5000;
const STEPS_A_WINDOW = 120;
const DAY_MS = 86_400_000;
/** A leap year of starts, so that all seasons are in the data. */
const YEAR_START_MS = Date.UTC(2024, 0, 1);
const DAYS_A_YEAR = 366;

export interface FleetPlan {
  seed: number;
  meters: number;
  days: number;
  /** Where in the year it starts, 0 to 1. */
  season: number;
}

/** The honest meters of a simulated fleet with all their windows of 10 minutes, with missing samples and life events. */
export function simulatedMeters({ seed, meters, days, season }: FleetPlan): MeterWindows[] {
  const startMs = YEAR_START_MS + Math.floor(season * DAYS_A_YEAR) * DAY_MS;
  const fleet = new Fleet({ seed, meters, days, startMs, life: TYPICAL_LIFE });
  const windows = fleet.homes.map(({ meterId }) =>
    Array.from({ length: Math.floor(fleet.steps / STEPS_A_WINDOW) }, (_, index) =>
      emptyWindow(meterId, startMs + index * STEPS_A_WINDOW * STEP_MS),
    ),
  );
  fleet.run((step) => {
    const index = Math.floor(step.index / STEPS_A_WINDOW);
    const at = step.index % STEPS_A_WINDOW;
    for (const [home, own] of windows.entries()) {
      const window = own[index];
      // As the windows of the product: zeros after a restart are no samples, and a stand-still is no window to judge.
      if (!window || step.state[home] === SETTLING || Number.isNaN(step.powerW[home]!)) continue;
      for (const name of CHANNELS) window[name][at] = step[name][home]!;
      window.samples++;
      if (step.state[home] === STILL && window.glitches.length === 0) window.glitches.push('frozen');
    }
  });
  return windows;
}

function emptyWindow(meterId: string, startMs: number): MeterWindow {
  const grid = () => new Float32Array(STEPS_A_WINDOW).fill(Number.NaN);
  const place = { city: undefined, district: undefined, household: undefined, feeder: undefined };
  const grids = { powerW: grid(), voltageV: grid(), currentA: grid(), powerFactor: grid() };
  return { meterId, ...place, startMs, lengthMs: STEPS_A_WINDOW * STEP_MS, samples: 0, ...grids, glitches: [] };
}
