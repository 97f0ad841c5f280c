import type { MeterReading } from '../../../lib/messages';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5);

/** A reading of a home (of a feeder meter, with the id F1) with the energy of an interval. */
export function interval(meterId: string, startMs: number, lengthMs: number, energyWh: number): MeterReading {
  return { ...bare(meterId, startMs + lengthMs), interval: { startMs, lengthMs, energyWh } };
}

export const register = (meterId: string, timeMs: number, importWh: number, exportWh?: number): MeterReading => ({
  ...bare(meterId, timeMs),
  importWh,
  ...(exportWh === undefined ? {} : { exportWh }),
});

export const power = (meterId: string, timeMs: number, activePowerW: number): MeterReading => ({
  ...bare(meterId, timeMs),
  activePowerW,
});

function bare(meterId: string, timeMs: number): MeterReading {
  const household = meterId === 'F1' ? {} : { household: meterId };
  return { meterId, timeMs, quality: 'good', flags: [], dialect: 'test', feeder: 'F1', ...household };
}
