import { FLAGS, type Flag, type MeterReading } from '../messages';
import { clockJumped } from './clock';
import { isImplausiblePower, isVoltageOutOfBand } from './electrical';
import { isFrozen } from './frozen';
import { COLUMNS, MeterTable, RING_LENGTH } from './meter-table';
import { isBehindByLateness, type RegisterEvent, registerEvent } from './registers';
import { hashOf } from './value-hash';

// Taken out once: CommonJS looks an import up at every use.
const { NEWEST_MS, IMPORT_WH, IMPORT_ZEROS, EXPORT_WH, EXPORT_ZEROS, POWER_W } = COLUMNS;
const { RUN, RUN_START_MS, RUN_HASH, RING_AT, RING } = COLUMNS;
const RING_SIZE = 2 * RING_LENGTH;

const bit = (flag: Flag) => 1 << FLAGS.indexOf(flag);
const DUPLICATE = bit('duplicate');
const LATE = bit('late');
const OUT_OF_ORDER = bit('out-of-order');
const FROZEN = bit('frozen');
const CLOCK_JUMP = bit('clock-jump');
const IMPLAUSIBLE_POWER = bit('implausible-power');
const VOLTAGE_OUT_OF_BAND = bit('voltage-out-of-band');
const REGISTER_BITS: Readonly<Record<RegisterEvent, number>> = {
  none: 0,
  'counter-reset': bit('counter-reset'),
  rollover: bit('rollover'),
  'zero-after-restart': bit('zero-after-restart'),
};
/** Flags that cast doubt on the values. Being late, early, repeated or rolled over says nothing against them. */
const SUSPECT = FROZEN | IMPLAUSIBLE_POWER | VOLTAGE_OUT_OF_BAND | bit('counter-reset') | bit('zero-after-restart');

export interface QualitySettings {
  /** Meters that are remembered. */
  maxMeters: number;
  /** A reading older than the meter's newest by more is late, by less out of order. */
  allowedLatenessMs: number;
  /** By how much a meter's clock may move against arrival; 0 for no check. */
  clockToleranceMs: number;
  /** 0 switches the voltage band off. */
  nominalVoltageV: number;
  /** Equal readings in a row before a meter can be called frozen; 0 switches it off. */
  frozenAfter: number;
}

/**
 * Validation of readings, the V of VEE: adds flags, and makes the quality `suspect` for `implausible-power`,
 * `voltage-out-of-band`, `frozen`, `counter-reset` and `zero-after-restart`. Values never change, and a quality that the
 * sender gave (`estimated`, `missing`) is kept. Registers, runs and the newest time follow readings in order only; a
 * reading that comes late is judged by its own values and remembered to recognise a duplicate.
 */
export class QualityJudge {
  readonly table: MeterTable;

  constructor(private readonly settings: QualitySettings) {
    this.table = new MeterTable(settings.maxMeters);
  }

  /** Judges a reading in place. @returns true when it is a duplicate. */
  judge(reading: MeterReading, nowMs: number): boolean {
    const bits = this.bitsOf(reading, nowMs);
    if (bits === 0) return false;
    for (let i = 0; i < FLAGS.length; i++) if (bits & (1 << i)) reading.flags.push(FLAGS[i]!);
    if (bits & SUSPECT && reading.quality === 'good') reading.quality = 'suspect';
    return (bits & DUPLICATE) !== 0;
  }

  private bitsOf(reading: MeterReading, nowMs: number): number {
    const settings = this.settings;
    const base = this.table.row(reading.meterId);
    const rows = this.table.rows;
    const timeMs = reading.timeMs;
    const newestMs = rows[base + NEWEST_MS]!;
    const hash = hashOf(reading);
    let bits = isImplausiblePower(reading) ? IMPLAUSIBLE_POWER : 0;
    if (isVoltageOutOfBand(reading, settings.nominalVoltageV)) bits |= VOLTAGE_OUT_OF_BAND;
    if (timeMs <= newestMs && isRemembered(rows, base, timeMs, hash)) return bits | DUPLICATE;
    remember(rows, base, timeMs, hash);
    const tolerance = settings.clockToleranceMs;
    const stamped = reading.flags.length === 0 || !reading.flags.includes('time-of-arrival');
    if (stamped && tolerance > 0 && clockJumped(rows, base, timeMs, nowMs, tolerance)) bits |= CLOCK_JUMP;
    if (timeMs < newestMs) {
      return bits | (newestMs - timeMs > settings.allowedLatenessMs ? LATE : OUT_OF_ORDER);
    }
    if (!stamped && wasOvertaken(rows, base, reading, settings.allowedLatenessMs)) return bits | OUT_OF_ORDER;
    bits |= followRegisters(rows, base, reading);
    if (this.followRun(rows, base, reading, hash)) bits |= FROZEN;
    rows[base + NEWEST_MS] = timeMs;
    return bits;
  }

  private followRun(rows: Float64Array, base: number, reading: MeterReading, hash: number): boolean {
    if (hash !== rows[base + RUN_HASH]) {
      rows[base + RUN_HASH] = hash;
      rows[base + RUN] = 1;
      rows[base + RUN_START_MS] = reading.timeMs;
      return false;
    }
    const run = ++rows[base + RUN]!;
    const after = this.settings.frozenAfter;
    return after > 0 && run >= after && isFrozen(reading, rows[base + RUN_START_MS]!);
  }
}

function isRemembered(rows: Float64Array, base: number, timeMs: number, hash: number): boolean {
  const end = base + RING + RING_SIZE;
  for (let i = base + RING; i < end; i += 2) if (rows[i] === timeMs && rows[i + 1] === hash) return true;
  return false;
}

function remember(rows: Float64Array, base: number, timeMs: number, hash: number): void {
  const at = rows[base + RING_AT]!;
  rows[base + RING + at] = timeMs;
  rows[base + RING + at + 1] = hash;
  rows[base + RING_AT] = at + 2 === RING_SIZE ? 0 : at + 2;
}

/**
 * Compares both registers with the last ones and takes the new ones over, except for the zero of a restart. When one of
 * them was reset, a zero of the other is no hiccup either: of a house that feeds in, the import register stays 0.
 */
function followRegisters(rows: Float64Array, base: number, reading: MeterReading): number {
  const { importWh, exportWh, activePowerW } = reading;
  let drawn: RegisterEvent =
    importWh === undefined ? 'none' : eventOf(rows, base, IMPORT_WH, IMPORT_ZEROS, reading, importWh);
  let returned: RegisterEvent =
    exportWh === undefined ? 'none' : eventOf(rows, base, EXPORT_WH, EXPORT_ZEROS, reading, exportWh);
  if (drawn !== returned) {
    if (drawn === 'counter-reset' && returned === 'zero-after-restart') returned = drawn;
    else if (returned === 'counter-reset' && drawn === 'zero-after-restart') drawn = returned;
  }
  if (importWh !== undefined) takeOver(rows, base, IMPORT_WH, IMPORT_ZEROS, drawn, importWh, reading.timeMs);
  if (exportWh !== undefined) takeOver(rows, base, EXPORT_WH, EXPORT_ZEROS, returned, exportWh, reading.timeMs);
  if (activePowerW !== undefined) rows[base + POWER_W] = activePowerW;
  return REGISTER_BITS[drawn] | REGISTER_BITS[returned];
}

/** What happened to the register in `column`, whose time is in the next column. */
function eventOf(
  rows: Float64Array,
  base: number,
  column: number,
  zeros: number,
  reading: MeterReading,
  valueWh: number,
): RegisterEvent {
  const before = rows[base + column]!;
  if (!(valueWh < before)) return 'none';
  const power = reading.activePowerW ?? Number.NaN;
  const elapsed = reading.timeMs - rows[base + column + 1]!;
  const netting = column === IMPORT_WH ? power < 0 : power > 0;
  return registerEvent(before, valueWh, elapsed, larger(rows[base + POWER_W]!, power), netting, rows[base + zeros]!);
}

function takeOver(
  rows: Float64Array,
  base: number,
  column: number,
  zeros: number,
  event: RegisterEvent,
  valueWh: number,
  timeMs: number,
): void {
  if (event === 'zero-after-restart') {
    rows[base + zeros]!++;
    return;
  }
  rows[base + zeros] = 0;
  rows[base + column] = valueWh;
  rows[base + column + 1] = timeMs;
}

/** True for a reading without a time of its own whose register shows that it was overtaken on its way. */
function wasOvertaken(rows: Float64Array, base: number, reading: MeterReading, latenessMs: number): boolean {
  const power = larger(rows[base + POWER_W]!, reading.activePowerW ?? Number.NaN);
  const { importWh, exportWh } = reading;
  return (
    (importWh !== undefined && isBehindByLateness(rows[base + IMPORT_WH]!, importWh, latenessMs, power)) ||
    (exportWh !== undefined && isBehindByLateness(rows[base + EXPORT_WH]!, exportWh, latenessMs, power))
  );
}

/** The larger magnitude; the one that is known when the other is not. */
function larger(a: number, b: number): number {
  const x = Math.abs(a);
  const y = Math.abs(b);
  return Number.isNaN(x) || y > x ? y : x;
}
