import {
  badField,
  badTime,
  type Emission,
  type MeterReading,
  notAReading,
  type Operator,
  type Refusal,
} from '../messages';
import { KeySlots } from '../stream/key-slots';
import { glitchBitsOf, ZERO_AFTER_RESTART } from './glitches';
import type { MeterWindow } from './meter-window';
import type { MeterPlace, OpenWindow, WindowGrid } from './open-window';
import { faultyField, intervalSample, powerFactorOf, quantityOf, registerOf } from './sample-of-reading';
import { WindowMeter } from './window-meter';
import * as refusals from './window-refusals';
import { completeWindowSettings, type WindowSettings } from './window-settings';
import { restoreMeters, snapshotMeters, type WindowSnapshot } from './window-snapshot';
import { noTotals } from './window-totals';

export interface WindowPorts {
  windows: MeterWindow;
  refused: Refusal;
}

/** Values of so many windows wait to be used again: 2 MB of them. */
const MOST_SPARE = 1024;

const NOWHERE: MeterPlace = { city: undefined, district: undefined, household: undefined, feeder: undefined };

/**
 * Lays readings on windows of event time by meter, aligned to the epoch (see MeterWindow). A window closes when the
 * newest reading of its meter lies `latenessMinutes` behind its end, when the meter was silent for `idleMinutes` by the
 * clock, or on a flush; what comes for it afterwards is refused as `late`. Within the lateness the windows do not
 * depend on the order or the batching of the readings, to the byte (unless readings of one instant name different
 * places); those of one call are sorted by start and meter.
 *
 * - Time without samples stays NaN; windows in which nothing came do not exist.
 * - Readings flagged `duplicate`, readings that were not measured (`estimated`, `missing`) and those of feeder meters
 *   (`feeder` without `household`) are passed over. `implausible-power` and `voltage-out-of-band` are evidence and stay.
 * - Resets, restarts, rollovers, clock jumps and `frozen` are noted in the `glitches` of the window. Readings flagged
 *   `zero-after-restart` are not samples, and neither is one without supply (voltage, power and current 0); a few of
 *   those between a gap and samples are taken as a restart.
 * - A meter without power is taken by its interval energy, laid on the middle of the interval, or by the difference of
 *   its import register. Polyphase meters are taken by their totals.
 * - A meter whose clock is put back is late until the time has caught up.
 */
export class WindowStage implements Operator<MeterReading, WindowPorts> {
  readonly settings: WindowSettings;
  readonly grid: WindowGrid;
  totals = noTotals();
  private readonly latenessMs: number;
  private slots!: KeySlots;
  private meters: (WindowMeter | undefined)[] = [];
  private readonly pool: OpenWindow[] = [];
  /** Values of windows that were given back. */
  private readonly spare: Float32Array[] = [];
  private closed: MeterWindow[] = [];
  private evicted = 0;
  private nowMs = 0;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<WindowSettings> = {}) {
    this.settings = completeWindowSettings(settings);
    const { windowMinutes, sampleSeconds, latenessMinutes } = this.settings;
    const stepMs = sampleSeconds * 1000;
    this.grid = { lengthMs: windowMinutes * 60_000, stepMs, steps: (windowMinutes * 60_000) / stepMs };
    this.latenessMs = latenessMinutes * 60_000;
    this.reset();
  }

  /** Meters that are known. */
  get meterCount(): number {
    return this.slots.size;
  }

  process(batch: readonly MeterReading[], nowMs: number): Emission<WindowPorts> | undefined {
    const refused: Refusal[] = [];
    const latestMs = nowMs + this.settings.maximumAheadMinutes * 60_000;
    this.nowMs = nowMs;
    for (let i = 0; i < batch.length; i++) {
      const refusal = this.take(batch[i]!, nowMs, latestMs);
      if (refusal !== undefined) refused.push(refusal);
    }
    return this.emission(refused);
  }

  /** Closes the windows of meters from which nothing came for `idleMinutes`. */
  tick(nowMs: number): Emission<WindowPorts> | undefined {
    this.nowMs = nowMs;
    const beforeMs = nowMs - this.settings.idleMinutes * 60_000;
    // The order of last use is the order of arrival.
    for (const slot of this.slots.oldestFirst()) {
      const meter = this.meters[slot]!;
      if (meter.arrivedMs > beforeMs) break;
      this.closeAll(meter);
    }
    return this.emission([]);
  }

  /** Closes all open windows; what comes for them afterwards is late. */
  flush(): Emission<WindowPorts> | undefined {
    for (const slot of this.slots.oldestFirst()) this.closeAll(this.meters[slot]!);
    return this.emission([]);
  }

  /**
   * The meter of an id for `addSample`, made when it is not known. It may be kept: one that was forgotten in the
   * meantime is taken up again by its next sample.
   */
  meter(meterId: string, place: MeterPlace = NOWHERE): WindowMeter {
    const slot = this.slots.find(meterId);
    return slot < 0 ? this.admit(new WindowMeter(meterId, place)) : this.meters[slot]!;
  }

  /**
   * One sample from columns; NaN for a quantity that is not there. Windows that it closes wait for `takeWindows`. The
   * caller checks that the time is none of the future: it would make all that follows late.
   * @param glitchBits see `glitchBit`
   * @returns false when it is late, and was counted so
   */
  addSample(
    meter: WindowMeter,
    timeMs: number,
    powerW: number,
    voltageV: number,
    currentA: number,
    powerFactor: number,
    glitchBits = 0,
  ): boolean {
    return this.add(meter, timeMs, powerW, voltageV, currentA, powerFactor, glitchBits, Number.NaN, undefined);
  }

  /** The windows that `addSample` has closed, by start and meter; they are handed out once. */
  takeWindows(): MeterWindow[] {
    const { closed } = this;
    this.closed = [];
    return closed.length > 1 ? closed.sort(byStart) : closed;
  }

  /** Takes a window back that it gave and nobody looks at any more: its values hold a later one. */
  recycle({ powerW }: MeterWindow): void {
    const isOwn = powerW.buffer.byteLength === 4 * this.grid.steps * powerW.BYTES_PER_ELEMENT;
    if (isOwn && this.spare.length < MOST_SPARE) this.spare.push(new Float32Array(powerW.buffer));
  }

  reset(): void {
    this.slots = new KeySlots(this.settings.maximumMeters);
    this.meters = [];
    this.closed = [];
    this.evicted = 0;
    this.totals = noTotals();
  }

  /** Windows that are closed and not yet taken are not part of it. */
  snapshot(): WindowSnapshot {
    const meters = [...this.slots.oldestFirst()].map((slot) => this.meters[slot]!);
    return snapshotMeters(meters, this.totals, this.grid);
  }

  restore(snapshot: unknown): void {
    const { meters, totals } = restoreMeters(snapshot, this.grid);
    this.reset();
    // A smaller maximum than before keeps the meters that were used last.
    for (const meter of meters.slice(-this.settings.maximumMeters)) this.admit(meter);
    this.totals = totals;
  }

  private take(reading: MeterReading, nowMs: number, latestMs: number): Refusal | undefined {
    if (typeof reading !== 'object' || reading === null) return notAReading(reading);
    const fault = faultyField(reading);
    if (fault !== undefined) return badField(reading, fault);
    if (!(reading.timeMs >= 0 && reading.timeMs <= latestMs)) return badTime(reading, reading.timeMs, nowMs);
    const { quality, flags, feeder, household, activePowerW } = reading;
    if (quality === 'estimated' || quality === 'missing' || (feeder !== undefined && household === undefined)) {
      this.totals.skipped++;
      return undefined;
    }
    let bits = 0;
    if (flags !== undefined && flags.length > 0) {
      if (flags.includes('duplicate')) {
        this.totals.duplicates++;
        return undefined;
      }
      bits = glitchBitsOf(flags);
    }
    let { timeMs } = reading;
    let powerW = quantityOf(activePowerW);
    let registerWh = Number.NaN;
    if (Number.isNaN(powerW)) {
      const mean = intervalSample(reading.interval);
      registerWh = mean === undefined ? registerOf(reading.importWh) : Number.NaN;
      if (mean !== undefined) ({ timeMs, powerW } = mean);
      else if (Number.isNaN(registerWh)) return refusals.noPower(reading);
      if (timeMs > latestMs) return badTime(reading, timeMs, nowMs);
    }
    const slot = this.slots.find(reading.meterId);
    const meter = slot < 0 ? this.admit(new WindowMeter(reading.meterId, NOWHERE)) : this.meters[slot]!;
    const voltageV = quantityOf(reading.voltageV);
    const currentA = quantityOf(reading.currentA);
    const factor = powerFactorOf(reading.powerFactor);
    const isTaken = this.add(meter, timeMs, powerW, voltageV, currentA, factor, bits, registerWh, reading);
    return isTaken ? undefined : refusals.late(reading);
  }

  private add(
    meter: WindowMeter,
    timeMs: number,
    powerW: number,
    voltageV: number,
    currentA: number,
    powerFactor: number,
    glitchBits: number,
    registerWh: number,
    reading: MeterReading | undefined,
  ): boolean {
    if (meter.slot < 0) this.admit(meter);
    else this.slots.touch(meter.slot);
    meter.arrivedMs = this.nowMs;
    if (timeMs > meter.newestMs) {
      meter.newestMs = timeMs;
      if (timeMs - this.latenessMs >= meter.nextEndMs) this.close(meter, timeMs - this.latenessMs);
    }
    const { grid, totals } = this;
    const number = Math.floor(timeMs / grid.lengthMs);
    let window = meter.open[number & 1];
    if (window === undefined || timeMs < window.startMs || timeMs >= window.endMs) {
      const endMs = (number + 1) * grid.lengthMs;
      if (endMs <= meter.newestMs - this.latenessMs || endMs <= meter.floorMs) {
        totals.late++;
        return false;
      }
      window = meter.begin(number, grid, this.pool, this.spare.pop());
    }
    window.glitchBits |= glitchBits;
    if (reading !== undefined && timeMs > window.placeMs) meter.notePlace(window, timeMs, reading);
    if ((glitchBits & ZERO_AFTER_RESTART) !== 0 || (Number.isNaN(powerW) && Number.isNaN(registerWh))) totals.skipped++;
    else if (voltageV === 0 && powerW === 0 && !(Math.abs(currentA) > 0)) {
      totals.withoutSupply++;
      window.putDead(timeMs);
    } else {
      totals.samples++;
      window.put(timeMs, powerW, voltageV, currentA, powerFactor, registerWh);
    }
    return true;
  }

  private admit(meter: WindowMeter): WindowMeter {
    if (this.slots.isFull) {
      const oldest = this.meters[this.slots.oldest]!;
      this.closeAll(oldest);
      this.slots.remove(oldest.slot);
      this.meters[oldest.slot] = undefined;
      oldest.slot = -1;
      this.evicted++;
    }
    meter.slot = this.slots.add(meter.meterId);
    this.meters[meter.slot] = meter;
    return meter;
  }

  private closeAll(meter: WindowMeter): void {
    meter.floorMs = Math.max(meter.floorMs, meter.lastEndMs);
    this.close(meter, meter.floorMs);
  }

  private close(meter: WindowMeter, untilMs: number): void {
    for (let window = meter.takeDue(untilMs); window !== undefined; window = meter.takeDue(untilMs)) {
      // Stays closed, should the lateness become longer over a restart.
      meter.floorMs = Math.max(meter.floorMs, window.endMs);
      this.closed.push(window.close(meter.meterId, meter.level));
      this.pool.push(window);
    }
  }

  private emission(refused: Refusal[]): Emission<WindowPorts> | undefined {
    if (this.evicted > 0) refused.push(refusals.evicted(this.evicted, this.settings.maximumMeters));
    this.evicted = 0;
    if (this.closed.length + refused.length === 0) return undefined;
    return { windows: this.takeWindows(), refused };
  }
}

const byStart = (a: MeterWindow, b: MeterWindow) =>
  a.startMs - b.startMs || (a.meterId < b.meterId ? -1 : a.meterId > b.meterId ? 1 : 0);
