import {
  badField,
  badInterval,
  badTime,
  type Emission,
  type MeterReading,
  notAReading,
  type Operator,
  type Refusal,
} from '../messages';
import { DayCloser } from './day-closer';
import { dayRules } from './day-rules';
import type { Meter } from './meter';
import { MeterBook } from './meter-book';
import * as refusals from './refusals';
import { maskOf } from './rules';
import { faultyField, isUsableInterval, tellsEnergy } from './usable';
import { completeSettings, type VeeSettings } from './vee-settings';
import { checkSnapshot, restoreBook, snapshotBook, type VeeSnapshot } from './vee-snapshot';
import type { VeeSummary } from './vee-summary';

export interface VeePorts {
  readings: MeterReading;
  refused: Refusal;
  summary: VeeSummary;
}

/** How many intervals went out since the start, by quality. */
export type VeeTotals = Record<'good' | 'estimated' | 'suspect' | 'missing', number> & { meters: number };

/**
 * Validation, estimation and editing of interval data by meter and local day (see `validateDay` for the rules).
 *
 * - A day closes, for all meters alike, when the watermark (newest event time less the lateness) has passed its end; all
 *   its intervals go out then, in order of day, meter and time. A meter of which nothing came has its days closed too,
 *   as gaps, until it is given up after `inactiveDays`.
 * - The energy of an interval is that of interval readings; else it is made from differences of the import register, or
 *   else from power (see MeterEnergy). Interval readings may come in any order within the lateness and nothing that goes
 *   out depends on it; a register or power reading older than the last one of its meter changes nothing.
 * - Register values at boundaries of intervals are what estimates close on, and what `register-difference` looks at.
 * - Readings flagged `duplicate` are left out and counted. Other flags, voltage and other values go no further.
 * - The time zone of a meter is that of the city which its first reading names.
 */
export class VeeOperator implements Operator<MeterReading, VeePorts> {
  private readonly settings: VeeSettings;
  private readonly rulesOn: number;
  private readonly maximumAheadMs: number;
  private book!: MeterBook;
  private closer!: DayCloser;
  private evicted = 0;
  /** End of the open day that closes first. */
  private nextEndMs = Number.POSITIVE_INFINITY;
  private summaries: VeeSummary[] = [];

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<VeeSettings> = {}) {
    this.settings = completeSettings(settings);
    this.rulesOn = maskOf(this.settings.rules);
    this.maximumAheadMs = this.settings.maximumAheadMinutes * 60_000;
    this.reset();
  }

  process(batch: readonly MeterReading[], nowMs: number): Emission<VeePorts> | undefined {
    for (let i = 0; i < batch.length; i++) {
      const refusal = this.take(batch[i]!, nowMs);
      if (refusal) this.closer.refused.push(refusal);
    }
    return this.emission();
  }

  /** Closes all open days; what comes for them afterwards is late. */
  flush(): Emission<VeePorts> | undefined {
    let lastEndMs = Number.NEGATIVE_INFINITY;
    for (const slot of this.book.slots.oldestFirst()) {
      lastEndMs = Math.max(lastEndMs, this.book.meters[slot]!.lastEndMs);
    }
    this.book.watermark.advanceTo(lastEndMs + 1);
    this.closeDue();
    return this.emission();
  }

  reset(): void {
    this.book = new MeterBook(this.settings, this.rulesOn);
    this.closer = new DayCloser(this.settings, dayRules(this.settings));
    this.nextEndMs = Number.POSITIVE_INFINITY;
    this.evicted = 0;
    this.summaries = [];
  }

  snapshot(): VeeSnapshot {
    return snapshotBook(this.book, this.closer.totals, this.settings);
  }

  restore(snapshot: unknown): void {
    checkSnapshot(snapshot, this.settings);
    this.reset();
    restoreBook(this.book, snapshot);
    snapshot.totals.forEach((total, i) => {
      this.closer.totals[i] = total;
    });
    this.findNextEnd();
  }

  totals(): VeeTotals {
    const [good, estimated, suspect, missing] = this.closer.totals as [number, number, number, number];
    return { good, estimated, suspect, missing, meters: this.book.slots.size };
  }

  private take(reading: MeterReading, nowMs: number): Refusal | undefined {
    if (typeof reading !== 'object' || reading === null) return notAReading(reading);
    const fault = faultyField(reading);
    if (fault !== undefined) return badField(reading, fault);
    const { timeMs, interval } = reading;
    const latestMs = nowMs + this.maximumAheadMs;
    if (!(timeMs >= 0 && timeMs <= latestMs)) return badTime(reading, timeMs, latestMs);
    if (interval !== undefined && !isUsableInterval(interval)) return badInterval(reading);
    const eventMs = interval ? interval.startMs + interval.lengthMs : timeMs;
    if (eventMs > latestMs) return badTime(reading, eventMs, latestMs);
    if (!tellsEnergy(reading)) return refusals.noEnergy(reading);
    const { book } = this;
    book.watermark.observe(eventMs);
    if (this.nextEndMs < book.watermark.currentMs) this.closeDue();
    const meter = book.find(reading.meterId) ?? this.admit(reading);
    meter.name(reading);
    const problem = book.take(meter, reading);
    if (meter.nextEndMs < this.nextEndMs) this.nextEndMs = meter.nextEndMs;
    if (problem === undefined) return undefined;
    return problem === 'late' ? refusals.late(reading) : refusals.tooMany(reading);
  }

  private admit({ meterId, city }: MeterReading): Meter {
    const { book } = this;
    if (book.slots.isFull) {
      const oldest = book.meters[book.slots.oldest]!;
      while (oldest.openDays.length > 0) this.closer.close(oldest);
      this.summaries.push(...this.closer.takeSummaries());
      book.remove(oldest);
      this.evicted++;
    }
    return book.add(meterId, book.zoneOf(city));
  }

  /** Closes what the watermark has passed, day by day and meter by meter in the order of their names. */
  private closeDue(): void {
    const { book, closer } = this;
    for (this.findNextEnd(); this.nextEndMs < book.watermark.currentMs; this.findNextEnd()) {
      const due: Meter[] = [];
      for (const slot of book.slots.oldestFirst()) {
        if (book.meters[slot]!.nextEndMs === this.nextEndMs) due.push(book.meters[slot]!);
      }
      due.sort((a, b) => (a.id < b.id ? -1 : 1));
      for (const meter of due) closer.close(meter);
      this.summaries.push(...closer.takeSummaries());
    }
  }

  private findNextEnd(): void {
    this.nextEndMs = Number.POSITIVE_INFINITY;
    for (const slot of this.book.slots.oldestFirst()) {
      this.nextEndMs = Math.min(this.nextEndMs, this.book.meters[slot]!.nextEndMs);
    }
  }

  private emission(): Emission<VeePorts> | undefined {
    const { closer, summaries } = this;
    if (this.evicted > 0) closer.refused.push(refusals.evicted(this.evicted, this.settings.maximumMeters));
    this.evicted = 0;
    const { readings, refused } = closer;
    if (readings.length + refused.length + summaries.length === 0) return undefined;
    closer.readings = [];
    closer.refused = [];
    this.summaries = [];
    return { readings, refused, summary: summaries };
  }
}

/** @throws Error that names the setting that is wrong. */
export function createVeeOperator(settings: Partial<VeeSettings> = {}): VeeOperator {
  return new VeeOperator(settings);
}
