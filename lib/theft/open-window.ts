import { glitchesOf, ZERO_AFTER_RESTART } from './glitches';
import type { MeterWindow } from './meter-window';

/** In `offsetsMs`: nothing came for the step. */
const EMPTY = -1;
/** In `offsetsMs`: the device had no supply. */
const DEAD = -2;
/** A device that starts shows zeros for no more samples than this. */
const MOST_ZEROS = 30;
const MS_PER_HOUR = 3_600_000;
const NO_VALUES = new Float32Array(0);

/** Where a meter is. */
export type MeterPlace = Pick<MeterWindow, 'city' | 'district' | 'household' | 'feeder'>;

/** The layout of all windows of a stage. */
export interface WindowGrid {
  lengthMs: number;
  stepMs: number;
  steps: number;
}

/** A register value and its instant, from which the next difference is taken. */
export interface RegisterLevel {
  timeMs: number;
  wh: number;
}

/**
 * A window that still takes samples. Of the samples of one grid step the earliest stays, and of those of one instant
 * the one with the larger values, so that the order in which they come decides nothing.
 */
export class OpenWindow {
  startMs = 0;
  endMs = 0;
  samples = 0;
  glitchBits = 0;
  /** Event time that `place` is of; −1: it is that of the meter before. */
  placeMs = -1;
  place!: MeterPlace;
  /** Power, voltage, current and power factor one after the other, `steps` of each. */
  values: Float32Array = NO_VALUES;
  /** Instant of each sample from the start of the window, or EMPTY, or DEAD. */
  readonly offsetsMs: Float32Array;
  /** Registers at the samples of a meter that gives no power, NaN where there is none. */
  registersWh: Float64Array | undefined;
  deadSteps = 0;

  constructor(private readonly grid: WindowGrid) {
    this.offsetsMs = new Float32Array(grid.steps);
  }

  /** @param spare values of a window that nobody looks at any more */
  begin(startMs: number, place: MeterPlace, spare?: Float32Array): void {
    this.startMs = startMs;
    this.endMs = startMs + this.grid.lengthMs;
    this.samples = 0;
    this.glitchBits = 0;
    this.placeMs = -1;
    this.place = place;
    this.offsetsMs.fill(EMPTY);
    // New each time: the closed window keeps it.
    this.values = (spare ?? new Float32Array(4 * this.grid.steps)).fill(Number.NaN);
    this.registersWh = undefined;
    this.deadSteps = 0;
  }

  /** Lays a sample on the grid; power NaN with a register is a sample whose power is found when the window closes. */
  put(timeMs: number, powerW: number, voltageV: number, currentA: number, factor: number, registerWh: number): void {
    const { values, offsetsMs } = this;
    const { steps, stepMs } = this.grid;
    const step = Math.floor((timeMs - this.startMs) / stepMs);
    // As it is kept: exact to the millisecond in windows of up to four hours.
    const offsetMs = Math.fround(timeMs - this.startMs);
    const before = offsetsMs[step]!;
    if (before >= 0) {
      if (offsetMs > before) return;
      if (offsetMs === before && !this.isLarger(step, powerW, voltageV, currentA, factor, registerWh)) return;
    } else {
      this.samples++;
      if (before === DEAD) this.deadSteps--;
    }
    offsetsMs[step] = offsetMs;
    values[step] = powerW;
    values[step + steps] = voltageV;
    values[step + 2 * steps] = currentA;
    values[step + 3 * steps] = factor;
    if (this.registersWh !== undefined || Number.isNaN(powerW)) this.putRegister(step, registerWh);
  }

  /** Notes that the device had no supply at an instant. */
  putDead(timeMs: number): void {
    const step = Math.floor((timeMs - this.startMs) / this.grid.stepMs);
    if (this.offsetsMs[step] !== EMPTY) return;
    this.offsetsMs[step] = DEAD;
    this.deadSteps++;
  }

  /**
   * The window as it is now. The values are handed on and not copied: `begin` comes next.
   * @param level the register before the window; moves on to the last one in it
   */
  close(meterId: string, level: RegisterLevel): MeterWindow {
    if (this.registersWh !== undefined) this.powerFromRegisters(this.registersWh, level);
    if (this.deadSteps > 0 && this.hasRestart()) this.glitchBits |= ZERO_AFTER_RESTART;
    const { values, place } = this;
    const { lengthMs, steps } = this.grid;
    // What is handed on must not be kept alive by a window that waits to be used again.
    this.values = NO_VALUES;
    this.registersWh = undefined;
    return {
      meterId,
      city: place.city,
      district: place.district,
      household: place.household,
      feeder: place.feeder,
      startMs: this.startMs,
      lengthMs,
      samples: this.samples,
      powerW: values.subarray(0, steps),
      voltageV: values.subarray(steps, 2 * steps),
      currentA: values.subarray(2 * steps, 3 * steps),
      powerFactor: values.subarray(3 * steps),
      glitches: glitchesOf(this.glitchBits),
    };
  }

  private isLarger(step: number, ...given: number[]): boolean {
    const { values, registersWh } = this;
    const { steps } = this.grid;
    const registerWh = registersWh === undefined ? Number.NaN : registersWh[step]!;
    const there = [values[step]!, values[step + steps]!, values[step + 2 * steps]!, values[step + 3 * steps]!];
    const order = [...there, registerWh].map((one, i) => compare(i < 4 ? Math.fround(given[i]!) : given[i]!, one));
    return (order.find((one) => one !== 0) ?? 0) > 0;
  }

  private putRegister(step: number, registerWh: number): void {
    this.registersWh ??= new Float64Array(this.grid.steps).fill(Number.NaN);
    this.registersWh[step] = registerWh;
  }

  /** Mean power between two registers, laid on the step of the later one; none over a gap longer than a window. */
  private powerFromRegisters(registersWh: Float64Array, level: RegisterLevel): void {
    const { steps, lengthMs } = this.grid;
    for (let step = 0; step < steps; step++) {
      const wh = registersWh[step]!;
      if (Number.isNaN(wh)) continue;
      const timeMs = this.startMs + this.offsetsMs[step]!;
      const hours = (timeMs - level.timeMs) / MS_PER_HOUR;
      if (wh >= level.wh && hours * MS_PER_HOUR <= lengthMs) this.values[step] = (wh - level.wh) / hours;
      // A first register, one after a gap and one that went back give no power.
      else this.clear(step);
      level.timeMs = timeMs;
      level.wh = wh;
    }
  }

  private clear(step: number): void {
    const { steps } = this.grid;
    this.samples--;
    for (let channel = 0; channel < 4; channel++) this.values[step + channel * steps] = Number.NaN;
  }

  /** True when zeros of the start of a device lie in the window: behind a gap, few, and followed by samples. */
  private hasRestart(): boolean {
    const { offsetsMs } = this;
    let zeros = 0;
    let isBehindGap = true;
    let before = EMPTY;
    for (const offsetMs of offsetsMs) {
      if (offsetMs === DEAD) {
        if (before !== DEAD) {
          zeros = 0;
          isBehindGap = before === EMPTY;
        }
        zeros++;
      } else if (before === DEAD && offsetMs >= 0 && isBehindGap && zeros <= MOST_ZEROS) return true;
      before = offsetMs;
    }
    return false;
  }
}

/** −1, 0 or 1; what is missing is smallest. */
function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return Math.sign(a - b);
}
