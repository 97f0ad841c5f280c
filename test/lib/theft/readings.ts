import type { MeterReading } from '../../../lib/messages';
import type { MeterWindow } from '../../../lib/theft/meter-window';

/** A good reading of 100 W; a field that is given as undefined is not there. */
export function reading(meterId: string, timeMs: number, more: Partial<MeterReading> = {}): MeterReading {
  const given = { meterId, timeMs, activePowerW: 100, quality: 'good', flags: [], dialect: 'test', ...more };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as unknown as MeterReading;
}

/** A window of given samples, NaN for a gap; as long as they are, and 120 steps when there are none. */
export function windowOf(
  powerW: readonly number[],
  more: Partial<Record<'voltageV' | 'currentA' | 'powerFactor', readonly number[]>> &
    Partial<Pick<MeterWindow, 'startMs' | 'glitches'>> & { stepMs?: number } = {},
): MeterWindow {
  const steps = powerW.length || 120;
  const { startMs = Date.UTC(2026, 2, 2, 10), stepMs = 5000, glitches = [] } = more;
  const column = (values: readonly number[] | undefined) =>
    Float32Array.from({ length: steps }, (_, i) => values?.[i] ?? Number.NaN);
  return {
    meterId: 'm',
    city: undefined,
    district: undefined,
    household: undefined,
    feeder: undefined,
    startMs,
    lengthMs: steps * stepMs,
    samples: powerW.filter((value) => !Number.isNaN(value)).length,
    powerW: column(powerW),
    voltageV: column(more.voltageV),
    currentA: column(more.currentA),
    powerFactor: column(more.powerFactor),
    glitches,
  };
}
