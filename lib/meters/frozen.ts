import type { MeterReading } from '../messages';

const MS_PER_HOUR = 3_600_000;
/** Below this a register may stand still by design: meters have a starting current of some 20 mA. */
const LEAST_POWER_W = 10;
/** The register must be behind by this many of its steps. */
const STEPS_BEHIND = 3;
/** Without a register, mains voltage that stands still to a tenth of a volt for this long gives the meter away. */
const LEAST_STILL_MS = 60_000;
/** Largest step that a register is taken to have, 1 kWh. */
const LARGEST_STEP_WH = 1000;

/**
 * True when a run of readings with exactly the same values can't be real. Sameness alone proves nothing: a fridge or a
 * router draws the same 87 W for hours on a meter that shows whole watts. Two things do:
 * - the register stands still although power × time since the run began is at least three of its steps (its step is at
 *   most the power of ten that divides its value, so a value of 1,234,000 Wh proves only 1 kWh) and at least 10 W flow;
 * - there is no register, but a mains voltage with decimals stood still for a minute while power of 10 W or more flowed.
 */
export function isFrozen(reading: MeterReading, runStartMs: number): boolean {
  const powerW = reading.activePowerW;
  if (powerW === undefined || Math.abs(powerW) < LEAST_POWER_W) return false;
  const stillMs = reading.timeMs - runStartMs;
  const register = powerW > 0 ? reading.importWh : reading.exportWh;
  if (register !== undefined) {
    return (Math.abs(powerW) * stillMs) / MS_PER_HOUR >= STEPS_BEHIND * registerStepWh(register);
  }
  if (reading.importWh !== undefined || reading.exportWh !== undefined) return false;
  const voltageV = reading.voltageV;
  return voltageV !== undefined && !Number.isInteger(voltageV) && stillMs >= LEAST_STILL_MS;
}

function registerStepWh(registerWh: number): number {
  for (let step = LARGEST_STEP_WH; step > 1; step /= 10) {
    if (Math.abs(registerWh / step - Math.round(registerWh / step)) < 1e-9) return step;
  }
  return 1;
}
