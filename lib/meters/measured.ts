import type { MeterReading, PhaseValues } from '../messages';
import { MAX_POWER_FACTOR } from './limits';
import { type Meaning, PHASES, type Phase, QUANTITIES, type Quantity } from './names';
import type { Sink } from './sink';
import { isAbsent, numberOf, shown } from './values';

const COUNT = QUANTITIES.length;
const INDEX = Object.fromEntries(QUANTITIES.map((quantity, i) => [quantity, i])) as Record<Quantity, number>;
const ROW: Readonly<Record<Phase, number>> = { a: 1, b: 2, c: 3 };
const rowOf = (phase: Phase | undefined) => (phase === undefined ? 0 : ROW[phase]);

/**
 * Gathers the values of one reading of a foreign dialect in W, V, A, Hz, Wh, and works out the totals that a polyphase
 * meter leaves out: power and current as sums, voltage as the mean. Power given back is subtracted from power drawn.
 */
export class Measured {
  private readonly values = new Float64Array(4 * COUNT).fill(Number.NaN);
  private maybePhaseA = Number.NaN;

  clear(): this {
    this.values.fill(Number.NaN);
    this.maybePhaseA = Number.NaN;
    return this;
  }

  /** Takes a value away again. */
  unset(quantity: Quantity, phase: Phase | undefined): void {
    this.values[rowOf(phase) * COUNT + INDEX[quantity]] = Number.NaN;
  }

  /** Stores a value in its SI unit; a power factor in percent becomes a fraction. */
  set(quantity: Quantity, phase: Phase | undefined, value: number): void {
    const factor = quantity === 'powerFactor' && Math.abs(value) > MAX_POWER_FACTOR ? 0.01 : 1;
    this.values[rowOf(phase) * COUNT + INDEX[quantity]] = value * factor;
  }

  /**
   * Takes the value of a field: absent ones are skipped, and what is not a number is refused with its place.
   * @returns false when it was refused.
   */
  take(
    quantity: Quantity,
    phase: Phase | undefined,
    raw: unknown,
    scale: number,
    place: string,
    original: unknown,
    sink: Sink,
    meterId?: string,
  ): boolean {
    if (isAbsent(raw)) return true;
    const value = scaled(numberOf(raw), scale);
    const limit = quantity === 'powerFactor' ? 100 : Number.MAX_VALUE;
    const low = quantity === 'voltageV' || quantity === 'frequencyHz' ? 0 : -limit;
    if (!(value >= low && value <= limit)) {
      sink.refuse('bad-value', `${shown(raw)} is not a possible ${quantity}`, place, original, meterId);
      return false;
    }
    this.set(quantity, phase, value);
    return true;
  }

  /** As `take`, for a field whose meaning was found by its name. */
  takeMeaning(
    meaning: Meaning,
    raw: unknown,
    scale: number,
    place: string,
    original: unknown,
    sink: Sink,
    meterId?: string,
  ): boolean {
    if (!this.take(meaning.quantity, meaning.phase, raw, scale, place, original, sink, meterId)) return false;
    if (meaning.maybePhaseA && !isAbsent(raw)) this.maybePhaseA = numberOf(raw);
    return true;
  }

  /** For meters whose plain fields are phase a, told by a phase b or c beside them and no phase a. */
  plainIsPhaseA(): void {
    for (const quantity of ['activePowerW', 'voltageV', 'currentA', 'powerFactor'] as const) {
      const others = this.has(quantity, 'b') || this.has(quantity, 'c');
      if (!others || this.has(quantity, 'a') || !this.has(quantity, undefined)) continue;
      this.set(quantity, 'a', this.get(quantity, undefined));
      this.values[INDEX[quantity]] = Number.NaN;
    }
  }

  get isEmpty(): boolean {
    return this.values.every(Number.isNaN);
  }

  /** Writes everything into a reading, in the order of the schema. */
  addTo(reading: MeterReading): void {
    if (!Number.isNaN(this.maybePhaseA) && (this.has('currentA', 'b') || this.has('currentA', 'c'))) {
      this.values[INDEX.currentA] = Number.NaN;
      this.set('currentA', 'a', this.maybePhaseA);
    }
    const power = this.net(undefined);
    const activePowerW = Number.isNaN(power) ? this.overPhases((phase) => this.net(phase), false) : power;
    const voltageV = this.total('voltageV', true);
    const currentA = this.total('currentA', false);
    if (!Number.isNaN(activePowerW)) reading.activePowerW = activePowerW;
    if (!Number.isNaN(voltageV)) reading.voltageV = voltageV;
    if (!Number.isNaN(currentA)) reading.currentA = currentA;
    if (this.has('powerFactor', undefined)) reading.powerFactor = this.get('powerFactor', undefined);
    if (this.has('frequencyHz', undefined)) reading.frequencyHz = this.get('frequencyHz', undefined);
    if (this.has('importWh', undefined)) reading.importWh = this.get('importWh', undefined);
    if (this.has('exportWh', undefined)) reading.exportWh = this.get('exportWh', undefined);
    const phases: MeterReading['phases'] = {};
    for (const phase of PHASES) {
      const values = this.phaseValues(phase);
      if (values) phases[phase] = values;
    }
    if (phases.a ?? phases.b ?? phases.c) reading.phases = phases;
  }

  has(quantity: Quantity, phase: Phase | undefined): boolean {
    return !Number.isNaN(this.get(quantity, phase));
  }

  /** The value, NaN for none. */
  get(quantity: Quantity, phase: Phase | undefined): number {
    return this.values[rowOf(phase) * COUNT + INDEX[quantity]]!;
  }

  private net(phase: Phase | undefined): number {
    const drawn = this.get('activePowerW', phase);
    const returned = this.get('returnedPowerW', phase);
    if (Number.isNaN(returned)) return drawn;
    // 0 - 0 and not -0: a meter at rest shows 0.
    return rounded((Number.isNaN(drawn) ? 0 : drawn) - returned) + 0;
  }

  private total(quantity: Quantity, mean: boolean): number {
    const given = this.get(quantity, undefined);
    return Number.isNaN(given) ? this.overPhases((phase) => this.get(quantity, phase), mean) : given;
  }

  /** Everything that is known, by quantity and phase (`voltageV.a`); for snapshots. */
  entries(): [string, number][] {
    const entries: [string, number][] = [];
    for (const phase of [undefined, ...PHASES]) {
      for (const quantity of QUANTITIES) {
        if (!this.has(quantity, phase)) continue;
        entries.push([phase === undefined ? quantity : `${quantity}.${phase}`, this.get(quantity, phase)]);
      }
    }
    return entries;
  }

  /** Sum or mean over the phases that have a value; a dead phase of 0 V does not enter the mean voltage. */
  private overPhases(read: (phase: Phase) => number, mean: boolean): number {
    let sum = 0;
    let count = 0;
    let found = false;
    for (const phase of PHASES) {
      const value = read(phase);
      if (Number.isNaN(value)) continue;
      found = true;
      sum += value;
      if (value !== 0) count++;
    }
    if (!found) return Number.NaN;
    return rounded(mean && count > 0 ? sum / count : sum);
  }

  private phaseValues(phase: Phase): PhaseValues | undefined {
    const values: PhaseValues = {};
    const power = this.net(phase);
    if (!Number.isNaN(power)) values.activePowerW = power;
    if (this.has('voltageV', phase)) values.voltageV = this.get('voltageV', phase);
    if (this.has('currentA', phase)) values.currentA = this.get('currentA', phase);
    if (this.has('powerFactor', phase)) values.powerFactor = this.get('powerFactor', phase);
    return Object.keys(values).length === 0 ? undefined : values;
  }
}

/** Twelve digits: the noise of adding is no measurement. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

/** A value times a unit's scale, without the noise in the last digit that 14.834 kWh × 1000 may have. */
export function scaled(value: number, scale: number): number {
  const product = value * scale;
  return scale === 1 || Number.isInteger(product) ? product : Number(product.toPrecision(15));
}
