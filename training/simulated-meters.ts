import { CHANNELS, type MeterWindow } from '../lib/theft/meter-window';
import { Simulation } from '../simulator';
import { completeSettings } from '../simulator/settings';
import type { MeterWindows } from './training-set';

const STEP_MS = 5000;
const DAY_MS = 86_400_000;
const STEPS_A_DAY = DAY_MS / STEP_MS;
const STEPS_A_WINDOW = 120;
/** A leap year's worth of starts, so that all seasons are in the data. */
const YEAR_START_MS = Date.UTC(2024, 0, 1);
const DAYS_A_YEAR = 366;

export interface Fleet {
  seed: number;
  meters: number;
  days: number;
  /** Where in the year it starts, 0 to 1. */
  season: number;
}

/**
 * The honest meters of a simulated fleet with all their windows of 10 minutes. Samples every 5 s on the simulator's own
 * grid, rounded as meters do: 1 W, 0.1 V, 0.01 A, 0.01 of the power factor.
 */
export function simulatedMeters({ seed, meters, days, season }: Fleet): MeterWindows[] {
  const startMs = YEAR_START_MS + Math.floor(season * DAYS_A_YEAR) * DAY_MS;
  const simulation = new Simulation(completeSettings({ seed, meters, intervalSeconds: STEP_MS / 1000 }), { startMs });
  const count = days * STEPS_A_DAY;
  const grids = simulation.meters.slice(0, meters).map(() => CHANNELS.map(() => new Float32Array(count)));
  for (let step = 0; step < count; step++) {
    const timeMs = startMs + (step + 1) * STEP_MS;
    simulation.system.step(timeMs);
    for (const [meter, [powerW, voltageV, currentA, powerFactor]] of grids.entries()) {
      const sample = simulation.system.sample(meter, timeMs);
      powerW![step] = Math.round(sample.activePowerW);
      voltageV![step] = Math.round(sample.voltageV * 10) / 10;
      currentA![step] = Math.round(sample.currentA * 100) / 100;
      powerFactor![step] = Math.round(sample.powerFactor * 100) / 100;
    }
  }
  return grids.map((grid, meter) => cut(simulation.meters[meter]!.meterId, grid, startMs));
}

function cut(meterId: string, grid: Float32Array[], startMs: number): MeterWindow[] {
  const place = { city: undefined, district: undefined, household: undefined, feeder: undefined };
  return Array.from({ length: grid[0]!.length / STEPS_A_WINDOW }, (_, index) => {
    const from = index * STEPS_A_WINDOW;
    const [powerW, voltageV, currentA, powerFactor] = grid.map((values) => values.slice(from, from + STEPS_A_WINDOW));
    return {
      meterId,
      ...place,
      startMs: startMs + from * STEP_MS,
      lengthMs: STEPS_A_WINDOW * STEP_MS,
      samples: STEPS_A_WINDOW,
      powerW: powerW!,
      voltageV: voltageV!,
      currentA: currentA!,
      powerFactor: powerFactor!,
      glitches: [],
    };
  });
}
