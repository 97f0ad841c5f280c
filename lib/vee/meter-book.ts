import type { MeterReading } from '../messages';
import { CityZones } from '../stream/booking-settings';
import { KeySlots } from '../stream/key-slots';
import type { TimeZone } from '../stream/local-time';
import { type EnergySink, MeterEnergy } from '../stream/meter-energy';
import { Watermark } from '../stream/watermark';
import { ArrivalMarks } from './arrival-marks';
import { LikeDayHistory } from './like-day-history';
import { Meter } from './meter';
import type { OpenDay } from './open-day';
import { MARK } from './rules';
import type { VeeSettings } from './vee-settings';

const MINUTE_MS = 60_000;
/** Lengths of intervals may be off by clock rounding. */
const TOLERANCE_MS = 1000;

/** Why a reading was not booked, or not all of it. */
export type BookingProblem = 'late' | 'too-many';

/** All meters, and the booking of readings to their open days. */
export class MeterBook implements EnergySink {
  readonly slots: KeySlots;
  readonly meters: Meter[] = [];
  readonly energy: MeterEnergy;
  readonly watermark: Watermark;
  readonly intervalMs: number;
  private readonly zones: CityZones;
  private readonly arrival: ArrivalMarks;
  private readonly toleranceMs: number;
  private readonly keepsHistory: boolean;
  private reading!: MeterReading;
  private marks = 0;
  private problem: BookingProblem | undefined;

  /** @param rulesOn mask of the rules that are on */
  constructor(
    private readonly settings: VeeSettings,
    private readonly rulesOn: number,
  ) {
    this.slots = new KeySlots(settings.maximumMeters);
    this.intervalMs = settings.intervalMinutes * MINUTE_MS;
    this.watermark = new Watermark(settings.latenessMinutes * MINUTE_MS);
    this.zones = new CityZones(settings);
    this.arrival = new ArrivalMarks(settings, rulesOn);
    this.toleranceMs = settings.clockToleranceSeconds * 1000;
    const usage = MARK['high-usage'] | MARK['low-usage'] | MARK['unit-of-measure'];
    this.keepsHistory = settings.estimation || (rulesOn & usage) !== 0;
    const energy = {
      maximumGapMs: settings.maximumGapMinutes * MINUTE_MS,
      maximumPowerW: settings.maximumPowerKw * 1000,
    };
    this.energy = new MeterEnergy(this.slots.capacity, energy, this);
  }

  find(meterId: string): Meter | undefined {
    const slot = this.slots.find(meterId);
    if (slot < 0) return undefined;
    this.slots.touch(slot);
    return this.meters[slot]!;
  }

  /** Adds a meter that is not known; there must be room. */
  add(meterId: string, zone: TimeZone): Meter {
    const { slots, settings } = this;
    const before = slots.capacity;
    const slot = slots.add(meterId);
    if (slots.capacity > before) this.energy.grow(slots.capacity);
    const history = this.keepsHistory
      ? new LikeDayHistory(settings.intervalMinutes, settings.minimumLikeDays, settings.estimation)
      : undefined;
    const meter = new Meter(meterId, slot, zone, history);
    this.meters[slot] = meter;
    return meter;
  }

  zoneOf(city: string | undefined): TimeZone {
    return this.zones.of(city ?? '');
  }

  /** A zone of the settings by its own name. */
  zoneNamed(name: string): TimeZone {
    return this.zones.named(name)!;
  }

  remove({ slot }: Meter): void {
    this.energy.forget(slot);
    this.slots.remove(slot);
    delete this.meters[slot];
  }

  /** Books a reading of a meter; tells when that was not possible, or only in part. */
  take(meter: Meter, reading: MeterReading): BookingProblem | undefined {
    this.problem = undefined;
    this.reading = reading;
    this.marks = this.arrival.of(reading);
    const { interval } = reading;
    if (this.settings.rules.includes('duplicate') && reading.flags?.includes('duplicate')) this.countDuplicate(meter);
    else if (reading.quality === 'missing') {
      if (interval) this.openAt(meter, interval.startMs + interval.lengthMs / 2);
    } else {
      this.energy.take(meter.slot, reading);
      if (reading.importWh !== undefined) this.noteRegister(meter, reading.timeMs, reading.importWh);
      if (!interval && this.marks !== 0) {
        // An instant on a boundary ends its interval.
        const instantMs = reading.timeMs - 1;
        meter.openDay(meter.zone.dayNumber(instantMs))?.mark(instantMs, this.marks);
      }
    }
    return this.problem;
  }

  /** Called by MeterEnergy, while `take` runs. */
  book(slot: number, fromMs: number, toMs: number, energyWh: number, isEstimated: boolean): void {
    const meter = this.meters[slot]!;
    const { interval } = this.reading;
    // A first interval also ends the power that was held before it.
    if (!interval || fromMs !== interval.startMs || toMs !== interval.startMs + interval.lengthMs) {
      const isSpread = this.reading.importWh !== undefined && this.reading.quality === 'good';
      const mark = isSpread ? MARK['register-spread'] : MARK['received-estimated'];
      this.eachDay(meter, fromMs, toMs, energyWh, (open, partFromMs, partToMs, partWh) =>
        open.book(partFromMs, partToMs, partWh, isEstimated ? mark : 0),
      );
      return;
    }
    const lengthMs = toMs - fromMs;
    if (Math.abs(lengthMs - this.intervalMs) > TOLERANCE_MS) {
      const marks = this.marks | (this.rulesOn & MARK['interval-size']);
      this.eachDay(meter, fromMs, toMs, energyWh, (open, partFromMs, partToMs, partWh) =>
        this.keep(open, partFromMs, partToMs - partFromMs, partWh, marks),
      );
      return;
    }
    const open = this.openAt(meter, fromMs + lengthMs / 2);
    if (!open) return;
    const offMs = Math.abs(
      fromMs - open.startMs - Math.round((fromMs - open.startMs) / this.intervalMs) * this.intervalMs,
    );
    const drift = offMs > this.toleranceMs ? this.rulesOn & MARK['clock-drift'] : 0;
    this.keep(open, fromMs, lengthMs, energyWh, this.marks | drift);
  }

  isClosed(endMs: number): boolean {
    return endMs < this.watermark.currentMs;
  }

  private keep(open: OpenDay, fromMs: number, lengthMs: number, energyWh: number, marks: number): void {
    if (!open.add(fromMs, lengthMs, energyWh, marks)) this.problem = 'too-many';
  }

  /** The open day at an instant, opened when it is not yet; undefined when it is closed. */
  private openAt(meter: Meter, timeMs: number): OpenDay | undefined {
    const day = meter.zone.dayNumber(timeMs);
    const open = meter.openDay(day);
    if (open) return open;
    if (!this.isClosed(meter.zone.dayBounds(day).endMs)) return meter.begin(day, this.intervalMs);
    this.problem = 'late';
    return undefined;
  }

  /** Parts of an amount of energy by local day, to the µWh together the whole. */
  private eachDay(
    meter: Meter,
    fromMs: number,
    toMs: number,
    energyWh: number,
    give: (open: OpenDay, fromMs: number, toMs: number, energyWh: number) => void,
  ): void {
    const microWh = Math.round(energyWh * 1e6);
    let givenMicroWh = 0;
    for (let timeMs = fromMs; timeMs < toMs; ) {
      const untilMs = Math.min(toMs, meter.zone.dayBounds(meter.zone.dayNumber(timeMs)).endMs);
      const untilMicroWh = Math.round(microWh * ((untilMs - fromMs) / (toMs - fromMs)));
      const open = this.openAt(meter, timeMs);
      if (open) give(open, timeMs, untilMs, (untilMicroWh - givenMicroWh) / 1e6);
      givenMicroWh = untilMicroWh;
      timeMs = untilMs;
    }
  }

  private countDuplicate(meter: Meter): void {
    const { timeMs, interval } = this.reading;
    const open = interval
      ? this.openAt(meter, interval.startMs + interval.lengthMs / 2)
      : meter.openDay(meter.zone.dayNumber(timeMs));
    if (open) open.duplicates++;
  }

  /** Keeps a register value that was read at the boundary of an interval; a midnight belongs to both of its days. */
  private noteRegister({ zone, registers }: Meter, timeMs: number, importWh: number): void {
    const flags = this.reading.flags ?? [];
    if (!(importWh >= 0 && importWh < 1e15) || flags.includes('zero-after-restart')) return;
    const day = zone.dayNumber(timeMs);
    const { startMs, endMs } = zone.dayBounds(day);
    if (this.isClosed(endMs)) return;
    if (flags.includes('counter-reset') || flags.includes('rollover')) {
      registers.break(day);
      registers.break(zone.dayNumber(timeMs - 1));
    }
    const cell = Math.round((timeMs - startMs) / this.intervalMs);
    const boundaryMs = Math.min(endMs, startMs + cell * this.intervalMs);
    if (Math.abs(timeMs - boundaryMs) > this.toleranceMs) return;
    registers.note(day, cell, importWh);
    if (boundaryMs === endMs) registers.note(day + 1, 0, importWh);
    if (cell === 0) registers.note(day - 1, this.cellsOf(zone, day - 1), importWh);
  }

  private cellsOf(zone: TimeZone, day: number): number {
    const { startMs, endMs } = zone.dayBounds(day);
    return Math.ceil((endMs - startMs) / this.intervalMs);
  }
}
