import type { Emission, MeterReading, Operator, Refusal } from '../messages';
import { grown, KeySlots } from '../stream/key-slots';
import { withDefaults } from '../stream/settings';
import { ArrivalRate } from './arrival-rate';
import { CURVE_BYTES, LoadCurve } from './load-curve';
import { MISSED_BYTES, MissedReadings } from './missed-readings';
import { MonitorSettings } from './monitor-settings';
import type { MonitorSummary } from './monitor-summary';

const MS_PER_HOUR = 3_600_000;
const MAX_SILENT = 20;
const MAX_REASONS = 50;

/** Bytes the columns take for one meter; beside them it has an entry in a Map with its name (about 100 bytes). */
export const MONITOR_BYTES_PER_METER = CURVE_BYTES + MISSED_BYTES + 8 + 8;

interface Snapshot {
  operator: 'reading-monitor';
  readings: number;
  evictedMeters: number;
  missed: number;
  eventTimeMs: number;
  flagged: [string, number][];
  refused: [string, number][];
  rate: ReturnType<ArrivalRate['snapshot']>;
  curve: ReturnType<LoadCurve['ringSnapshot']>;
  /** Least recently used first. */
  meters: [meterId: string, city: string, seenMs: number, missed: number[], curve: number[]][];
}

/**
 * Watches a stream of readings and refusals for a live page; gives one summary a tick. Arrival (rate, silence) goes by
 * `nowMs`, the load curve by event time. A refusal is known by its `reason` and `remedy`; anything else that is no
 * reading is counted as refused with the reason `not-a-reading`. Readings flagged duplicate, suspect ones, and feeder
 * meters (`feeder` without `household`) are counted but not drawn.
 */
export class ReadingMonitor implements Operator<MeterReading | Refusal, { summary: MonitorSummary }> {
  private readonly settings: MonitorSettings;
  private readonly maximumAheadMs: number;
  private slots!: KeySlots;
  private missed!: MissedReadings;
  private curve!: LoadCurve;
  private rate!: ArrivalRate;
  private seenMs!: Float64Array;
  private cities: string[] = [];
  private flagged = new Map<string, number>();
  private refused = new Map<string, number>();
  private readings = 0;
  private evictedMeters = 0;
  private eventTimeMs = -1;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<MonitorSettings> = {}) {
    this.settings = withDefaults(MonitorSettings, settings, 'monitor settings');
    this.maximumAheadMs = this.settings.maximumAheadMinutes * 60_000;
    this.reset();
  }

  process(batch: readonly (MeterReading | Refusal)[], nowMs: number): undefined {
    const before = this.readings;
    for (let i = 0; i < batch.length; i++) {
      const element = batch[i] as MeterReading;
      if (
        typeof element === 'object' &&
        element !== null &&
        element.timeMs >= 0 &&
        typeof element.meterId === 'string'
      ) {
        this.take(element, nowMs);
      } else this.refuse(element);
    }
    if (this.readings > before) this.rate.add(nowMs, this.readings - before);
  }

  tick(nowMs: number): Emission<{ summary: MonitorSummary }> {
    return { summary: [this.summary(nowMs)] };
  }

  /** Forgets everything. */
  reset(): void {
    const { maximumMeters, spanMinutes, maximumGapMinutes } = this.settings;
    this.slots = new KeySlots(maximumMeters);
    const { capacity } = this.slots;
    this.missed = new MissedReadings(capacity);
    this.curve = new LoadCurve(capacity, spanMinutes * 60_000, maximumGapMinutes * 60_000);
    this.rate = new ArrivalRate();
    this.seenMs = new Float64Array(capacity);
    this.cities = [];
    this.flagged = new Map();
    this.refused = new Map();
    this.readings = 0;
    this.evictedMeters = 0;
    this.eventTimeMs = -1;
  }

  summary(nowMs: number): MonitorSummary {
    const { metersSilent, silent } = this.silentMeters(nowMs);
    return {
      timeMs: nowMs,
      eventTimeMs: this.eventTimeMs < 0 ? null : this.eventTimeMs,
      readings: this.readings,
      readingsPerSecond: this.rate.perSecond(nowMs),
      meters: this.slots.size,
      metersSilent,
      silent,
      evictedMeters: this.evictedMeters,
      missedReadings: this.missed.count,
      flagged: inOrder(this.flagged),
      refused: inOrder(this.refused),
      curve: this.curve.curve(this.slots.oldestFirst()),
    };
  }

  snapshot(): Snapshot {
    const { readings, evictedMeters, eventTimeMs } = this;
    return {
      operator: 'reading-monitor',
      readings,
      evictedMeters,
      missed: this.missed.count,
      eventTimeMs,
      flagged: [...this.flagged],
      refused: [...this.refused],
      rate: this.rate.snapshot(),
      curve: this.curve.ringSnapshot(),
      meters: [...this.slots.oldestFirst()].map((slot) => [
        this.slots.key(slot),
        this.cities[slot]!,
        this.seenMs[slot]!,
        this.missed.snapshot(slot),
        this.curve.snapshot(slot),
      ]),
    };
  }

  restore(state: unknown): void {
    const snapshot = state as Snapshot | null;
    if (snapshot?.operator !== 'reading-monitor' || !Array.isArray(snapshot.meters)) {
      throw new Error('not a snapshot of the reading monitor: give what snapshot() returned, or reset');
    }
    this.reset();
    this.readings = snapshot.readings;
    this.evictedMeters = snapshot.evictedMeters;
    this.eventTimeMs = snapshot.eventTimeMs;
    this.flagged = new Map(snapshot.flagged);
    this.refused = new Map(snapshot.refused);
    this.rate.restore(snapshot.rate);
    const hasCurve = this.curve.restoreRing(snapshot.curve);
    for (const [meterId, city, seenMs, missed, curve] of snapshot.meters.slice(-this.slots.maximum)) {
      const slot = this.add(meterId, city);
      this.seenMs[slot] = seenMs;
      this.missed.restore(slot, missed);
      if (hasCurve) this.curve.restore(slot, curve);
    }
    this.missed.count = snapshot.missed;
  }

  private take(reading: MeterReading, nowMs: number): void {
    const { timeMs, flags, quality, activePowerW, interval, city } = reading;
    this.readings++;
    let slot = this.slots.find(reading.meterId);
    if (slot < 0) {
      if (this.slots.isFull) this.evict(this.slots.oldest);
      slot = this.add(reading.meterId, city ?? '');
    } else this.slots.touch(slot);
    this.seenMs[slot] = nowMs;
    if (city !== undefined && city !== this.cities[slot]) {
      this.cities[slot] = city;
      this.curve.setCity(slot, city);
    }
    let isDuplicate = false;
    if (flags !== undefined && flags.length > 0) {
      for (const flag of flags) this.flagged.set(flag, (this.flagged.get(flag) ?? 0) + 1);
      isDuplicate = flags.includes('duplicate');
    }
    if (isDuplicate || quality === 'suspect' || quality === 'missing' || timeMs > nowMs + this.maximumAheadMs) return;
    if (timeMs > this.eventTimeMs) this.eventTimeMs = timeMs;
    this.missed.add(slot, timeMs);
    if (reading.feeder !== undefined && reading.household === undefined) return;
    // False for undefined and NaN alike.
    if (activePowerW! > -1e12 && activePowerW! < 1e12) this.curve.addPower(slot, timeMs, activePowerW!);
    else if (interval !== undefined) this.drawInterval(slot, interval, nowMs);
  }

  private drawInterval(slot: number, interval: NonNullable<MeterReading['interval']>, nowMs: number): void {
    const { startMs, lengthMs, energyWh } = interval;
    const endMs = startMs + lengthMs;
    const isUsable = startMs >= 0 && lengthMs > 0 && endMs <= nowMs + this.maximumAheadMs && Number.isFinite(energyWh);
    if (isUsable) this.curve.addInterval(slot, startMs, endMs, (energyWh * MS_PER_HOUR) / lengthMs);
  }

  private refuse(element: unknown): void {
    const { reason, remedy } = (element ?? {}) as Partial<Refusal>;
    const known = typeof reason === 'string' && typeof remedy === 'string' ? reason : 'not-a-reading';
    const counted = this.refused.has(known) || this.refused.size < MAX_REASONS ? known : 'other';
    this.refused.set(counted, (this.refused.get(counted) ?? 0) + 1);
  }

  private add(meterId: string, city: string): number {
    const slot = this.slots.add(meterId);
    const { capacity } = this.slots;
    if (capacity > this.seenMs.length) {
      this.seenMs = grown(this.seenMs, capacity);
      this.missed.grow(capacity);
      this.curve.grow(capacity);
    }
    this.cities[slot] = city;
    this.curve.setCity(slot, city);
    return slot;
  }

  private evict(slot: number): void {
    this.missed.forget(slot);
    this.curve.forget(slot);
    this.slots.remove(slot);
    this.evictedMeters++;
  }

  private silentMeters(nowMs: number): { metersSilent: number; silent: MonitorSummary['silent'] } {
    const beforeMs = nowMs - this.settings.silentAfterSeconds * 1000;
    let metersSilent = 0;
    const silent: MonitorSummary['silent'] = [];
    // The order of last use is the order of arrival, so the silent meters are the first ones.
    for (const slot of this.slots.oldestFirst()) {
      const lastSeenMs = this.seenMs[slot]!;
      if (lastSeenMs > beforeMs) break;
      metersSilent++;
      if (silent.length < MAX_SILENT) silent.push({ meterId: this.slots.key(slot), lastSeenMs });
    }
    return { metersSilent, silent };
  }
}

const inOrder = (counts: ReadonlyMap<string, number>) =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** @throws Error that names the setting that is wrong. */
export function createReadingMonitor(settings: Partial<MonitorSettings> = {}): ReadingMonitor {
  return new ReadingMonitor(settings);
}
