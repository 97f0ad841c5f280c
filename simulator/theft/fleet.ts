import { layOut, type Meter } from '../layout';
import { type LifeEvent, type LifeRates, lifeEvents } from '../life';
import { PowerSystem } from '../power-system';
import { type CitySettings, completeSettings } from '../settings';
import type { Attack, AttackTruth, Electrical } from './attacks';
import { type FleetFaultRates, USUAL_FAULTS } from './fleet-faults';
import { FleetMeters } from './fleet-meters';
import { Tamper } from './tamper';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface FleetSettings {
  seed: number;
  /** Homes. */
  meters: number;
  days: number;
  /** The first step is one interval later, epoch ms UTC. */
  startMs: number;
  /** @default 5 */
  intervalSeconds?: number;
  /** @default two cities of three districts, as the live simulator has them */
  cities?: CitySettings[];
  /** Share of homes that use 2–4 kW most of the time. @default 0.05 */
  heavyShare?: number;
  /** The attack on a home, e.g. by `drawAttack`; undefined for an honest one. @default all are honest */
  attackOn?: (meter: Meter) => Attack | undefined;
  /** Rates of what happens in honest homes. @default nothing; `TYPICAL_LIFE` is typical */
  life?: LifeRates;
  /** @default USUAL_FAULTS */
  faults?: FleetFaultRates;
  /** Constant errors of each meter's P, V and I, up to so many percent either way. @default 0.5, half of class 1 */
  gainErrorPercent?: number;
}

/**
 * All meters at one instant. The arrays belong to the fleet and are written anew at the next step: copy what is kept.
 * Homes are in the order of `Fleet.homes`, feeders in that of `Fleet.feeders`.
 */
export interface FleetStep {
  /** Number of the step, from 0. */
  index: number;
  /** Epoch ms UTC. */
  timeMs: number;
  /** As reported: P in steps of 1 W, V of 0.1 V, I of 0.01 A, PF of 0.01. NaN: the sample is missing. */
  powerW: Float32Array;
  voltageV: Float32Array;
  currentA: Float32Array;
  powerFactor: Float32Array;
  /** 0 sound, 1 missing, 2 zero right after a restart, 3 the meter stands still: honest faults, exact. */
  state: Uint8Array;
  /** What homes truly drew, W. */
  trueW: Float64Array;
  /** Meter at the head of each feeder: mean power of the step, W, and its registers, Wh. True in all attacks. */
  headPowerW: Float64Array;
  headImportWh: Float64Array;
  headExportWh: Float64Array;
}

/** A fleet of simulated homes without messages, for evaluations. Equal settings give equal steps. */
export class Fleet {
  readonly homes: readonly Meter[];
  readonly feeders: readonly string[];
  readonly intervalMs: number;
  readonly steps: number;
  /** Labels of all attacks and of all honest events, known before the first step. */
  readonly attacks: readonly AttackTruth[];
  readonly life: readonly LifeEvent[];
  private readonly system: PowerSystem;
  private readonly meters: FleetMeters;
  /** By home. */
  private readonly tampers: (Tamper | undefined)[];
  private readonly values: Electrical;

  /** @throws Error that names the setting or the attack that can't be */
  constructor(private readonly settings: FleetSettings) {
    const { seed, startMs, days, life, attackOn, intervalSeconds = 5, faults = USUAL_FAULTS } = settings;
    const { cities, heavyShare, gainErrorPercent = 0.5 } = settings;
    const complete = completeSettings({
      seed,
      meters: settings.meters,
      intervalSeconds,
      ...(cities ? { cities } : {}),
      ...(heavyShare === undefined ? {} : { heavyShare }),
      feederMeters: false,
    });
    const layout = layOut(complete);
    this.homes = layout.meters;
    this.feeders = layout.feeders;
    this.intervalMs = Math.round(intervalSeconds * 1000);
    this.steps = Math.round((days * DAY_MS) / this.intervalMs);
    this.system = new PowerSystem(seed, complete.cities, layout, startMs, life && { rates: life });
    const ids = layout.meters.map(({ meterId }) => meterId);
    this.meters = new FleetMeters(seed, ids, {
      faults,
      gainErrorPercent,
      startMs,
      intervalMs: this.intervalMs,
      truth: this.system.households,
    });
    this.tampers = layout.meters.map((meter) => {
      const attack = attackOn?.(meter);
      return attack && new Tamper(attack);
    });
    this.attacks = this.tampers.flatMap((tamper) => tamper?.truth ?? []);
    const endMs = startMs + days * DAY_MS;
    this.life = life ? ids.flatMap((id) => lifeEvents(seed, id, life, startMs, endMs)) : [];
    this.values = { timeMs: 0, activePowerW: 0, reactivePowerVar: 0, voltageV: 0, currentA: 0, powerFactor: 0 };
  }

  /** Runs all steps; throws what `onStep` throws. May be called once. */
  run(onStep: (step: FleetStep) => void): void {
    const { system, meters, homes, feeders, intervalMs } = this;
    const { households } = system;
    const hours = intervalMs / HOUR_MS;
    const isAttacked = Uint8Array.from(this.tampers, (tamper) => (tamper ? 1 : 0));
    const step: FleetStep = {
      index: 0,
      timeMs: this.settings.startMs,
      ...meters.columns,
      trueW: households.activePowerW,
      headPowerW: new Float64Array(feeders.length),
      headImportWh: system.feeders.importWh,
      headExportWh: system.feeders.exportWh,
    };
    for (step.index = 0; step.index < this.steps; step.index++) {
      const timeMs = (step.timeMs += intervalMs);
      system.step(timeMs);
      meters.writeAll(timeMs, households.activePowerW, system.feeders.voltageV, system.feeders.currentA, isAttacked);
      for (let home = 0; home < homes.length; home++) if (isAttacked[home]) this.tamper(home, timeMs, hours);
      for (let feeder = 0; feeder < feeders.length; feeder++) {
        const phases = system.feeders.phaseActiveW;
        step.headPowerW[feeder] = phases[feeder * 3]! + phases[feeder * 3 + 1]! + phases[feeder * 3 + 2]!;
      }
      onStep(step);
    }
  }

  /** Energy of a home that was not reported so far, Wh. */
  stolenWh(home: number): number {
    return this.tampers[home]?.stolenWh ?? 0;
  }

  /** Whether the attack on a home acts at the last step. */
  isActing(home: number): boolean {
    return this.tampers[home]?.isActing ?? false;
  }

  /** The registers of all homes as their meters show them now, whole Wh; NaN where the sample is missing. */
  registers(importWh: Float64Array, exportWh: Float64Array): void {
    this.meters.registers(importWh, exportWh);
  }

  private tamper(home: number, timeMs: number, hours: number): void {
    const tamper = this.tampers[home]!;
    const { households, feeders } = this.system;
    const { values } = this;
    values.timeMs = timeMs;
    values.activePowerW = households.activePowerW[home]!;
    values.reactivePowerVar = households.reactivePowerVar[home]!;
    values.voltageV = feeders.voltageV[home]!;
    values.currentA = feeders.currentA[home]!;
    const apparent = values.voltageV * values.currentA;
    values.powerFactor = apparent > 0 ? values.activePowerW / apparent : 0;
    tamper.apply(values, hours);
    this.meters.tampered(home, tamper.importWh(households.importWh[home]!, hours));
    this.meters.write(home, values);
  }
}

/** Makes a fleet and runs it: the labels are in what is returned. @throws Error that names what can't be */
export function simulateFleet(settings: FleetSettings, onStep: (step: FleetStep) => void): Fleet {
  const fleet = new Fleet(settings);
  fleet.run(onStep);
  return fleet;
}
