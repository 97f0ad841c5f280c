import type { MeterReading } from '../messages';

/** Part by which power may differ from voltage × current × power factor. */
const RELATIVE_TOLERANCE = 0.1;
/** Power by which it may differ in any case: meters round to 1 W and measure the three quantities one after the other. */
const FLOOR_W = 5;
/** Rounding of a power factor of two decimals. */
const FACTOR_ROUNDING = 0.006;
/** Band of EN 50160 around the nominal voltage. */
const VOLTAGE_BAND = 0.1;

/**
 * True when active power contradicts voltage, current and power factor: |P| differs from V·|I|·|PF| by more than 10 %
 * and 5 W plus what rounding explains, or, without a power factor, is larger than V·|I| by as much. Polyphase readings
 * are judged phase by phase, because sums and means do not multiply.
 */
export function isImplausiblePower(reading: MeterReading): boolean {
  const phases = reading.phases;
  if (phases === undefined) {
    return isContradiction(reading.activePowerW, reading.voltageV, reading.currentA, reading.powerFactor);
  }
  const { a, b, c } = phases;
  return (
    (a !== undefined && isContradiction(a.activePowerW, a.voltageV, a.currentA, a.powerFactor)) ||
    (b !== undefined && isContradiction(b.activePowerW, b.voltageV, b.currentA, b.powerFactor)) ||
    (c !== undefined && isContradiction(c.activePowerW, c.voltageV, c.currentA, c.powerFactor))
  );
}

function isContradiction(
  powerW: number | undefined,
  voltageV: number | undefined,
  currentA: number | undefined,
  factor: number | undefined,
): boolean {
  if (powerW === undefined || voltageV === undefined || currentA === undefined) return false;
  const power = Math.abs(powerW);
  const current = Math.abs(currentA);
  const apparent = voltageV * current;
  const expected = factor === undefined ? apparent : apparent * Math.abs(factor);
  const excess = power > expected ? power - expected : factor === undefined ? 0 : expected - power;
  const larger = Math.max(power, expected);
  if (excess <= FLOOR_W + RELATIVE_TOLERANCE * larger) return false;
  const rounding = voltageV * currentRounding(current) + (factor === undefined ? 0 : apparent * FACTOR_ROUNDING);
  return excess > FLOOR_W + RELATIVE_TOLERANCE * larger + rounding;
}

/** What rounding may have taken from a current, told by its decimals: DSMR meters send whole amperes. */
function currentRounding(currentA: number): number {
  if (Number.isInteger(currentA)) return 0.5;
  return Math.abs(currentA * 10 - Math.round(currentA * 10)) < 1e-9 ? 0.1 : 0.01;
}

/**
 * True when a voltage is outside nominal ±10 % (EN 50160). Polyphase readings are judged by their phases; a phase that
 * shows 0 V is one that is not connected, unless all are.
 */
export function isVoltageOutOfBand(reading: MeterReading, nominalV: number): boolean {
  if (nominalV === 0) return false;
  const low = nominalV * (1 - VOLTAGE_BAND);
  const high = nominalV * (1 + VOLTAGE_BAND);
  const phases = reading.phases;
  const total = reading.voltageV;
  const totalIsOut = total !== undefined && (total < low || total > high);
  if (phases === undefined) return totalIsOut;
  const a = phases.a?.voltageV;
  const b = phases.b?.voltageV;
  const c = phases.c?.voltageV;
  if (a === undefined && b === undefined && c === undefined) return totalIsOut;
  if (!a && !b && !c) return true;
  return isOut(a, low, high) || isOut(b, low, high) || isOut(c, low, high);
}

function isOut(voltageV: number | undefined, low: number, high: number): boolean {
  return voltageV !== undefined && voltageV !== 0 && (voltageV < low || voltageV > high);
}
