import type { MeterReading } from '../messages';
import { grown } from './key-slots';

const MS_PER_HOUR = 3_600_000;
/** A register difference over more than this is spread evenly over its hours, and they count as estimated. */
const SURE_SPAN_MS = 1.5 * MS_PER_HOUR;
/** A register difference over more than this says nothing about single hours any more. */
const LONGEST_SPAN_MS = 48 * MS_PER_HOUR;
/** A better source that is silent for so long is given up for the next one. */
const SOURCE_HOLD_MS = 48 * MS_PER_HOUR;

const NO_FLAGS: readonly string[] = [];

/** Where the energy of a meter is taken from, the best one last. */
const SOURCE = { none: 0, power: 1, register: 2, interval: 3 } as const;

/** Takes energy in [fromMs, toMs) of a meter; the parts of a meter never overlap unless its intervals do. */
export interface EnergySink {
  book(slot: number, fromMs: number, toMs: number, energyWh: number, isEstimated: boolean): void;
}

export interface EnergySettings {
  /** How long a power value lasts when no newer one comes. */
  maximumGapMs: number;
  /** A register difference that means more than this is not believed. */
  maximumPowerW: number;
}

/** Bytes of one meter in the columns of MeterEnergy. */
export const ENERGY_BYTES = 8 * 5 + 2;

/**
 * Energy of many meters from readings of any kind, without allocating: interval energy if a meter gives it, else
 * differences of its import register, else its power over time (the last value holds up to `maximumGapMs`; export
 * counts as 0). A meter that changes to a better source keeps it; after 48 h without it the next one is taken.
 *
 * A register that goes back, jumps by more than `maximumPowerW` allows, or is flagged `counter-reset` gives no energy
 * and is the new base; one flagged `rollover` goes on at the next power of ten; one flagged `zero-after-restart` is not
 * looked at. Register and power readings that are older than the last one of their meter change nothing: the time they
 * speak of is accounted for. Intervals may come in any order.
 *
 * After `take` the load fields hold the mean power of the reading: `activePowerW` at its instant, else interval energy
 * or register difference over its time.
 */
export class MeterEnergy {
  private source: Uint8Array;
  private sourceMs: Float64Array;
  private registerWh: Float64Array;
  private registerMs: Float64Array;
  private powerW: Float64Array;
  private powerMs: Float64Array;
  private powerEstimated: Uint8Array;

  /** Mean power of the last reading in W; NaN when it tells none. */
  loadW = Number.NaN;
  loadFromMs = 0;
  loadToMs = 0;
  /** Register differences that were not believed. */
  implausibleCount = 0;

  constructor(
    capacity: number,
    private readonly settings: EnergySettings,
    private readonly sink: EnergySink,
  ) {
    this.source = new Uint8Array(capacity);
    this.sourceMs = new Float64Array(capacity);
    this.registerWh = new Float64Array(capacity);
    this.registerMs = new Float64Array(capacity).fill(-1);
    this.powerW = new Float64Array(capacity);
    this.powerMs = new Float64Array(capacity).fill(-1);
    this.powerEstimated = new Uint8Array(capacity);
  }

  grow(capacity: number): void {
    const before = this.source.length;
    this.source = grown(this.source, capacity);
    this.sourceMs = grown(this.sourceMs, capacity);
    this.registerWh = grown(this.registerWh, capacity);
    this.registerMs = grown(this.registerMs, capacity).fill(-1, before);
    this.powerW = grown(this.powerW, capacity);
    this.powerMs = grown(this.powerMs, capacity).fill(-1, before);
    this.powerEstimated = grown(this.powerEstimated, capacity);
  }

  /** Takes a reading that is neither a duplicate nor `missing`. */
  take(slot: number, reading: MeterReading): void {
    const timeMs = reading.timeMs;
    const hasFlags = reading.flags !== undefined && reading.flags.length > 0;
    const isEstimated = reading.quality !== 'good';
    this.loadW = Number.NaN;

    const interval = reading.interval;
    const importWh = reading.importWh as number;
    const powerW = reading.activePowerW as number;
    // Comparisons are false for undefined and NaN alike.
    const hasRegister = importWh >= 0 && importWh < 1e15 && !(hasFlags && reading.flags.includes('zero-after-restart'));
    const hasPower = powerW > -1e12 && powerW < 1e12 && !(hasFlags && reading.flags.includes('implausible-power'));

    const best = interval ? SOURCE.interval : hasRegister ? SOURCE.register : hasPower ? SOURCE.power : SOURCE.none;
    let source = this.source[slot]!;
    if (best > source || (best !== SOURCE.none && timeMs - this.sourceMs[slot]! > SOURCE_HOLD_MS)) {
      // The time up to the change still belongs to the power that was held.
      if (source === SOURCE.power) this.holdPower(slot, timeMs);
      source = best;
      this.source[slot] = best;
    }
    if (best === source && timeMs > this.sourceMs[slot]!) this.sourceMs[slot] = timeMs;

    if (interval) {
      const { startMs, lengthMs, energyWh } = interval;
      this.loadW = (energyWh * MS_PER_HOUR) / lengthMs;
      this.loadFromMs = startMs;
      this.loadToMs = startMs + lengthMs;
      if (source === SOURCE.interval) this.sink.book(slot, startMs, startMs + lengthMs, energyWh, isEstimated);
    } else if (hasRegister) {
      this.takeRegister(
        slot,
        timeMs,
        importWh,
        hasFlags ? reading.flags : NO_FLAGS,
        source === SOURCE.register,
        isEstimated,
      );
    }
    if (hasPower) {
      this.loadW = powerW;
      this.loadFromMs = timeMs;
      this.loadToMs = timeMs;
      if (source === SOURCE.power)
        this.takePower(slot, timeMs, powerW, isEstimated, hasFlags && reading.flags.includes('clock-jump'));
    }
  }

  forget(slot: number): void {
    this.source[slot] = SOURCE.none;
    this.sourceMs[slot] = 0;
    this.registerMs[slot] = -1;
    this.powerMs[slot] = -1;
  }

  snapshot(slot: number): number[] {
    const i = slot;
    const register = this.registerMs[i]! < 0 ? [0, -1] : [this.registerWh[i]!, this.registerMs[i]!];
    const power = this.powerMs[i]! < 0 ? [0, -1, 0] : [this.powerW[i]!, this.powerMs[i]!, this.powerEstimated[i]!];
    return [this.source[i]!, this.sourceMs[i]!, ...register, ...power];
  }

  restore(slot: number, saved: readonly number[]): void {
    const columns = [
      this.source,
      this.sourceMs,
      this.registerWh,
      this.registerMs,
      this.powerW,
      this.powerMs,
      this.powerEstimated,
    ];
    for (const [k, column] of columns.entries()) column[slot] = saved[k]!;
  }

  private takeRegister(
    slot: number,
    timeMs: number,
    importWh: number,
    flags: readonly string[],
    isSource: boolean,
    isEstimated: boolean,
  ): void {
    const beforeMs = this.registerMs[slot]!;
    if (timeMs <= beforeMs) return;
    const beforeWh = this.registerWh[slot]!;
    this.registerMs[slot] = timeMs;
    this.registerWh[slot] = importWh;
    const spanMs = timeMs - beforeMs;
    if (beforeMs < 0 || spanMs > LONGEST_SPAN_MS) return;
    let energyWh = importWh - beforeWh;
    if (flags.length > 0) {
      if (flags.includes('counter-reset') || flags.includes('clock-jump')) return;
      if (flags.includes('rollover') && energyWh < 0) energyWh += 10 ** (Math.floor(Math.log10(beforeWh)) + 1);
    }
    if (energyWh < 0) return;
    const powerW = (energyWh * MS_PER_HOUR) / spanMs;
    if (powerW > this.settings.maximumPowerW) {
      this.implausibleCount++;
      return;
    }
    this.loadW = powerW;
    this.loadFromMs = beforeMs;
    this.loadToMs = timeMs;
    if (isSource) this.sink.book(slot, beforeMs, timeMs, energyWh, isEstimated || spanMs > SURE_SPAN_MS);
  }

  private takePower(slot: number, timeMs: number, powerW: number, isEstimated: boolean, hasJumped: boolean): void {
    if (timeMs <= this.powerMs[slot]! && !hasJumped) return;
    if (!hasJumped) this.holdPower(slot, timeMs);
    this.powerMs[slot] = timeMs;
    this.powerW[slot] = powerW;
    this.powerEstimated[slot] = isEstimated ? 1 : 0;
  }

  private holdPower(slot: number, untilMs: number): void {
    const fromMs = this.powerMs[slot]!;
    const toMs = Math.min(untilMs, fromMs + this.settings.maximumGapMs);
    if (fromMs < 0 || toMs <= fromMs) return;
    const energyWh = (Math.max(0, this.powerW[slot]!) * (toMs - fromMs)) / MS_PER_HOUR;
    this.sink.book(slot, fromMs, toMs, energyWh, this.powerEstimated[slot] === 1);
    this.powerMs[slot] = -1;
  }
}
