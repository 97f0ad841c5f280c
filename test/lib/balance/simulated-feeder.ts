import type { MeterReading } from '../../../lib/messages';
import { layOut } from '../../../simulator/layout';
import { PowerSystem } from '../../../simulator/power-system';
import { completeSettings } from '../../../simulator/settings';

const MINUTE = 60_000;
export const DAY = 86_400_000;

/** What the meter of a home counts of what it draws, W: its theft. `dayNumber`: days since the start. */
export type Theft = (drawnW: number, timeMs: number, dayNumber: number) => number;

/** A bypass that leaves a meter a fixed share from a day on. */
export const bypass =
  (share: number, fromDay = 0): Theft =>
  (drawnW, _timeMs, dayNumber) =>
    dayNumber >= fromDay ? drawnW * share : drawnW;

export interface FeederSimulation {
  seed: number;
  startMs: number;
  days: number;
  homes?: number;
  stepMs?: number;
  /** How readings tell energy; by default registers with power beside them. */
  tells?: 'register' | 'power' | 'interval';
  /** By index of the home. */
  thefts?: Map<number, Theft>;
}

/** Readings of a simulated feeder and its homes, a batch a step. The first batch begins the registers. */
export function* feederReadings(given: FeederSimulation): Generator<{ timeMs: number; readings: MeterReading[] }> {
  const { seed, startMs, days, homes = 40, stepMs = MINUTE, tells = 'register', thefts } = given;
  const settings = completeSettings({ meters: homes, seed, cities: [{ name: 'Valdora', districts: ['101'] }] });
  const layout = layOut(settings);
  const system = new PowerSystem(seed, settings.cities, layout, startMs);
  const hours = stepMs / 3_600_000;
  const registers = layout.meters.map(() => ({ importWh: 1000, exportWh: 0 }));
  for (let timeMs = startMs; timeMs <= startMs + days * DAY; timeMs += stepMs) {
    if (timeMs > startMs) system.step(timeMs);
    const readings = layout.meters.map((meter, i): MeterReading => {
      const isHome = i < layout.households;
      const drawnW = timeMs === startMs ? 0 : system.sample(i, timeMs).activePowerW!;
      // What was drawn in the step belongs to the day in which the step began.
      const dayNumber = Math.floor((timeMs - stepMs - startMs) / DAY);
      const countedW = thefts?.get(i)?.(drawnW, timeMs, dayNumber) ?? drawnW;
      const register = registers[i]!;
      if (countedW >= 0) register.importWh += countedW * hours;
      else register.exportWh -= countedW * hours;
      const energy =
        tells === 'interval'
          ? { interval: { startMs: timeMs - stepMs, lengthMs: stepMs, energyWh: countedW * hours } }
          : tells === 'power'
            ? { activePowerW: countedW }
            : { ...register, activePowerW: countedW };
      return {
        meterId: meter.meterId,
        timeMs,
        quality: 'good',
        flags: [],
        dialect: 'simulated',
        city: meter.cityName,
        district: meter.district,
        feeder: meter.feeder,
        ...(isHome ? { household: meter.household! } : {}),
        ...energy,
      };
    });
    if (tells !== 'interval' || timeMs > startMs) yield { timeMs, readings };
  }
}

/** Ids of the homes of such a feeder. */
export const homeId = (index: number): string => `101-H${String(index + 1).padStart(3, '0')}`;
