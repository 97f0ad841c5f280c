import type { MeterReading } from '../../../lib/messages';

/** A good reading of 100 W; a field that is given as undefined is not there. */
export function reading(meterId: string, timeMs: number, more: Partial<MeterReading> = {}): MeterReading {
  const given = { meterId, timeMs, activePowerW: 100, quality: 'good', flags: [], dialect: 'test', ...more };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as MeterReading;
}
