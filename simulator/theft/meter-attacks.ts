import { smoothNoise } from '../random';
import type { Act, Attack } from './attacks';
import { scale } from './data-attacks';
import { DayMeans } from './day-memory';
import { DAY_MS, drawn, HOUR_MS, type LocalDays } from './local-days';

/** A meter with its neutral lifted floats by so much around the lowered voltage. */
const FLOAT = 0.03;
const FLOAT_MS = 20_000;
/** Who freezes a meter waits for a low load, as a share of the usual one; within so long any below it will do. */
const LOW_LOAD = 0.3;
const PATIENCE_MS = 6 * HOUR_MS;
const STEPS = [3, 6] as const;
/** A stepwise shunt reaches its severity within hours or days, and within half of the attack. */
const RAMP_MS = [6 * HOUR_MS, 5 * DAY_MS] as const;

/** A meter attack; `note` sees every true sample before. */
export interface MeterAttack {
  act: Act;
  note?: Act;
  /** Whether the registers stand still now. */
  isFrozen?: () => boolean;
}

/** Attacks on the meter and its wiring, as a 5-second series shows them. Sources stand at each. */
export function meterAttack(attack: Attack, days: LocalDays, key: number): MeterAttack | undefined {
  switch (attack.kind) {
    case 'partial-bypass':
      return partialBypass(attack);
    case 'partial-bypass-consistent':
      return { act: (values) => scale(values, 1 - attack.severity) };
    case 'freeze':
      return freeze(attack, days);
    case 'neutral-tamper':
      return neutralTamper(attack, key);
    case 'pf-shift':
      return powerFactorShift(attack);
    case 'step-shunt':
      return stepShunt(attack, key);
    default:
      return undefined;
  }
}

/**
 * Part of the current passes the element that measures power, while the display of the current has its own: meters
 * with a shunt in the live wire and a transformer in the neutral measure the current twice (Texas Instruments, "Meter
 * anti-tampering: stopping those pesky meter tamperers", 2016). P under-registers, I, V and PF are true: P ≠ V·I·PF.
 * `partial-bypass-consistent` is the same on a meter with one element: a jumper across its terminals takes a fixed share
 * of the current, P and I fall alike and agree; only the voltage drop of the line still knows the true current.
 */
function partialBypass({ severity }: Attack): MeterAttack {
  return {
    act: (values) => {
      values.activePowerW *= 1 - severity;
    },
  };
}

/**
 * The measuring unit hangs (a strong magnet, a high-voltage spark, a manipulated firmware): P, I, PF and the registers
 * keep the values of one moment of low load; V has another path and goes on, unless `full`. Once every local day, for
 * severity × 24 h. No source with figures is known: this is the standstill that 5-second series are searched for.
 */
function freeze({ severity, full = false }: Attack, days: LocalDays): MeterAttack {
  const means = new DayMeans(days);
  const held = { activePowerW: 0, reactivePowerVar: 0, voltageV: 0, currentA: 0, powerFactor: 0 };
  let blockDay = Number.NaN;
  let waitingSinceMs = 0;
  let holds = false;
  let acted = false;
  return {
    note: (values) => {
      means.note(values);
      acted = false;
    },
    act: (values) => {
      if (!days.isInBlock(values.timeMs, severity)) {
        blockDay = Number.NaN;
        holds = false;
        return;
      }
      const day = days.dayNumber(values.timeMs);
      if (day !== blockDay) {
        blockDay = day;
        holds = false;
        waitingSinceMs = values.timeMs;
      }
      if (!holds) {
        const waited = Math.min(1, (values.timeMs - waitingSinceMs) / PATIENCE_MS);
        if (values.activePowerW > (LOW_LOAD + (1 - LOW_LOAD) * waited) * means.meanW) return;
        const { activePowerW, reactivePowerVar, voltageV, currentA, powerFactor } = values;
        Object.assign(held, { activePowerW, reactivePowerVar, voltageV, currentA, powerFactor });
        holds = true;
      }
      acted = true;
      const { voltageV } = values;
      Object.assign(values, held);
      if (!full) values.voltageV = voltageV;
    },
    isFrozen: () => acted,
  };
}

/**
 * The neutral of the meter is lifted or led over a resistance: its voltage path floats, the measured voltage collapses
 * by `severity` and wanders; the current is true. The meter multiplies what it measures, so that P falls with V and
 * P = V·I·PF holds with the false V. Source: missing neutral in Analog Devices AN-687 and Texas Instruments TIDUEM7A;
 * an open neutral takes the voltage to nothing, one over a resistance to a part of it.
 */
function neutralTamper({ severity }: Attack, key: number): MeterAttack {
  return {
    act: (values) => {
      const float = 1 + FLOAT * smoothNoise(key, values.timeMs / FLOAT_MS);
      const factor = (1 - severity) * float;
      values.voltageV *= factor;
      values.activePowerW *= factor;
      values.reactivePowerVar *= factor;
    },
  };
}

/**
 * The phase between the measured voltage and current is turned (a loaded or saturated current transformer, a capacitor
 * in its circuit): I and V are true, the measured power factor falls by `severity`, and P = V·I·PF with it. A fixed
 * angle would take more of inductive loads; here the fall of PF is fixed, so that severity is the stolen share. Source:
 * phase error of current transformers, IEC 61869-2; tampered CTs, Metering International, "Tampering: the meter or the CT".
 */
function powerFactorShift({ severity }: Attack): MeterAttack {
  return {
    act: (values) => {
      const apparent = values.voltageV * values.currentA;
      values.activePowerW *= 1 - severity;
      values.powerFactor *= 1 - severity;
      values.reactivePowerVar = Math.sqrt(Math.max(0, apparent ** 2 - values.activePowerW ** 2));
    },
  };
}

/**
 * A shunt across the current terminals that is made wider step by step, so that no single day drops: "a clever thief
 * will do it a few percent at a time" (Metering International, "Tampering: the meter or the CT"). P and I fall alike.
 */
function stepShunt({ severity, startMs, endMs }: Attack, key: number): MeterAttack {
  const between = ([low, high]: readonly [number, number], draw: number) => low + (high - low) * draw;
  const steps = Math.round(between(STEPS, drawn(key, 1)));
  const rampMs = Math.min(between(RAMP_MS, drawn(key, 2)), (endMs - startMs) / 2);
  return {
    act: (values) => {
      const done = Math.min(steps, 1 + Math.floor(((values.timeMs - startMs) / rampMs) * (steps - 1)));
      scale(values, 1 - (severity * done) / steps);
    },
  };
}
