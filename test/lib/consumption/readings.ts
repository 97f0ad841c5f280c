import type { Flag, MeterReading } from '../../../lib/messages';

/** A valid reading of a household meter; the tests change what matters to them. */
export function reading(meterId: string, timeMs: number, more: Partial<MeterReading> = {}): MeterReading {
  return {
    meterId,
    timeMs,
    quality: 'good',
    flags: [] as Flag[],
    dialect: 'test',
    city: 'Madrid',
    district: '101',
    ...more,
  };
}

/** Like `reading`, with its power in kW. */
export const power = (meterId: string, timeMs: number, kw: number, more: Partial<MeterReading> = {}) =>
  reading(meterId, timeMs, { activePowerW: kw * 1000, ...more });

/** Energy of the hour (or other interval) that begins at `startMs`. */
export const interval = (
  meterId: string,
  startMs: number,
  kwh: number,
  more: Partial<MeterReading> = {},
  lengthMs = 3_600_000,
) => reading(meterId, startMs + lengthMs, { interval: { startMs, lengthMs, energyWh: kwh * 1000 }, ...more });
