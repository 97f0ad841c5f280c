import { unitOf } from '../random';
import type { Electrical } from './attacks';
import { type FleetFaultRates, FleetFaults, MISSING, SETTLING, SOUND, STILL } from './fleet-faults';

export interface FleetMeterOptions {
  faults: FleetFaultRates;
  gainErrorPercent: number;
  startMs: number;
  intervalMs: number;
  /** The true registers, Wh, kept up to date by the caller. */
  truth: { importWh: Float64Array; exportWh: Float64Array };
}

/** Values that a meter that stands still holds on to. */
const HELD = 6;

/** What the meters of a fleet make of true values: their errors, their resolution, their faults. */
export class FleetMeters {
  /** Reported values of the last step, one a meter; NaN where the sample is missing. */
  readonly columns: {
    powerW: Float32Array;
    voltageV: Float32Array;
    currentA: Float32Array;
    powerFactor: Float32Array;
    state: Uint8Array;
  };
  private readonly faults: FleetFaults;
  private readonly powerGain: Float64Array;
  private readonly voltageGain: Float64Array;
  private readonly currentGain: Float64Array;
  /** Import that tampered meters show, Wh; NaN for honest ones. */
  private readonly tamperedWh: Float64Array;
  /** Registers when the meter was last set to zero. */
  private readonly importOffsetWh: Float64Array;
  private readonly exportOffsetWh: Float64Array;
  /** What a meter that stands still repeats: P, V, I, PF, and its registers. */
  private readonly isHeld: Uint8Array;
  private readonly held: Float64Array;

  constructor(
    seed: number,
    meterIds: readonly string[],
    private readonly options: FleetMeterOptions,
  ) {
    const count = meterIds.length;
    const gain = (what: string) =>
      Float64Array.from(
        meterIds,
        (id) => 1 + (options.gainErrorPercent / 100) * (2 * unitOf(seed, `gain ${what}/${id}`) - 1),
      );
    this.columns = {
      powerW: new Float32Array(count),
      voltageV: new Float32Array(count),
      currentA: new Float32Array(count),
      powerFactor: new Float32Array(count),
      state: new Uint8Array(count),
    };
    this.faults = new FleetFaults(seed, options.faults, meterIds, options.startMs, options.intervalMs);
    this.powerGain = gain('P');
    this.voltageGain = gain('V');
    this.currentGain = gain('I');
    this.tamperedWh = new Float64Array(count).fill(Number.NaN);
    this.importOffsetWh = new Float64Array(count);
    this.exportOffsetWh = new Float64Array(count);
    this.isHeld = new Uint8Array(count);
    this.held = new Float64Array(count * HELD);
  }

  /**
   * Takes one sample of all meters, except those left out, and lets their faults have their way.
   * @param leaveOut 1: this meter's sample comes by `write`
   */
  writeAll(
    timeMs: number,
    activeW: Float64Array,
    voltV: Float64Array,
    ampereA: Float64Array,
    leaveOut: Uint8Array,
  ): void {
    const { powerW, voltageV, currentA, powerFactor, state } = this.columns;
    const { powerGain, voltageGain, currentGain } = this;
    const { dueMs } = this.faults;
    for (let home = 0; home < leaveOut.length; home++) {
      if (leaveOut[home] === 1) continue;
      const watt = activeW[home]!;
      const apparent = voltV[home]! * ampereA[home]!;
      powerW[home] = Math.round(watt * powerGain[home]!);
      voltageV[home] = Math.round(voltV[home]! * voltageGain[home]! * 10) / 10;
      currentA[home] = Math.round(ampereA[home]! * currentGain[home]! * 100) / 100;
      powerFactor[home] = apparent > 0 ? Math.round((watt / apparent) * 100) / 100 : 0;
      state[home] = SOUND;
      if (timeMs >= dueMs[home]!) this.spoil(home, timeMs);
    }
  }

  /** The same for one meter, whose values are not those of its home. */
  write(home: number, values: Electrical): void {
    const { powerW, voltageV, currentA, powerFactor, state } = this.columns;
    powerW[home] = Math.round(values.activePowerW * this.powerGain[home]!);
    voltageV[home] = Math.round(values.voltageV * this.voltageGain[home]! * 10) / 10;
    currentA[home] = Math.round(values.currentA * this.currentGain[home]! * 100) / 100;
    powerFactor[home] = Math.round(values.powerFactor * 100) / 100;
    state[home] = SOUND;
    if (values.timeMs >= this.faults.dueMs[home]!) this.spoil(home, values.timeMs);
  }

  /** The import register of a tampered meter from now on, Wh; to be said before each of its samples. */
  tampered(home: number, importWh: number): void {
    this.tamperedWh[home] = importWh;
  }

  /** Registers as the meters show them, whole Wh, with the error of their power measurement; NaN: sample missing. */
  registers(importWh: Float64Array, exportWh: Float64Array): void {
    for (let home = 0; home < this.powerGain.length; home++) {
      const missing = this.columns.state[home] === MISSING;
      const at = home * HELD;
      importWh[home] = missing ? Number.NaN : this.isHeld[home] ? this.held[at + 4]! : this.importWh(home);
      exportWh[home] = missing ? Number.NaN : this.isHeld[home] ? this.held[at + 5]! : this.exportWh(home);
    }
  }

  private importWh(home: number): number {
    const tampered = this.tamperedWh[home]!;
    const importWh = Number.isNaN(tampered) ? this.options.truth.importWh[home]! : tampered;
    return Math.floor(this.powerGain[home]! * (importWh - this.importOffsetWh[home]!));
  }

  private exportWh(home: number): number {
    return Math.floor(this.powerGain[home]! * (this.options.truth.exportWh[home]! - this.exportOffsetWh[home]!));
  }

  private spoil(home: number, timeMs: number): void {
    const { powerW, voltageV, currentA, powerFactor, state } = this.columns;
    const now = this.faults.advance(home, timeMs);
    state[home] = now;
    if (this.faults.wasReset[home]) this.reset(home);
    if (now === SOUND || now === SETTLING) this.isHeld[home] = 0;
    if (now === MISSING) {
      powerW[home] = voltageV[home] = currentA[home] = powerFactor[home] = Number.NaN;
    } else if (now === SETTLING) {
      powerW[home] = currentA[home] = powerFactor[home] = 0;
    } else if (now === STILL) {
      this.repeat(home);
    }
  }

  /** A meter that stands still gives its first sample again and again, also after one that went missing. */
  private repeat(home: number): void {
    const { powerW, voltageV, currentA, powerFactor } = this.columns;
    if (this.isHeld[home]) {
      const at = home * HELD;
      powerW[home] = this.held[at]!;
      voltageV[home] = this.held[at + 1]!;
      currentA[home] = this.held[at + 2]!;
      powerFactor[home] = this.held[at + 3]!;
    } else {
      const values = [powerW[home]!, voltageV[home]!, currentA[home]!, powerFactor[home]!];
      this.held.set([...values, this.importWh(home), this.exportWh(home)], home * HELD);
      this.isHeld[home] = 1;
    }
  }

  private reset(home: number): void {
    const tampered = this.tamperedWh[home]!;
    const { importWh, exportWh } = this.options.truth;
    this.faults.wasReset[home] = 0;
    this.importOffsetWh[home] = Number.isNaN(tampered) ? importWh[home]! : tampered;
    this.exportOffsetWh[home] = exportWh[home]!;
  }
}
