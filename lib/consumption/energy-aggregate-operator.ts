import type { Emission, MeterReading, Operator } from '../messages';
import { closeDueDays, emitOpenHours } from './energy-aggregate-days';
import { type AggregateParts, createAggregateParts, type EnergyAggregatePorts } from './energy-aggregate-parts';
import { completeAggregateSettings, type EnergyAggregateSettings } from './energy-aggregate-settings';
import {
  type AggregateSnapshot,
  checkAggregateSnapshot,
  restoreAggregates,
  snapshotAggregates,
} from './energy-aggregate-snapshot';
import { bookReading, isDuplicate, refusalOf } from './intake';
import * as refusals from './refusals';
import { slotOf } from './registry';

/**
 * Adds the energy of meter readings up to households, districts and cities, hours, days and months of local time, with
 * the same Rollup as the analysis of files.
 *
 * - A reading flagged `duplicate` is ignored. A `missing` one with an interval is a row without a value; the energy of
 *   `suspect` and `estimated` ones counts as estimated.
 * - A meter with `feeder` and no `household` measures a feeder and is left out. Every other meter belongs to the
 *   household it names, or is one by its id; the meters of a household are added up. Meters that name no district make
 *   up a district without a name, so that the districts of a city always sum to the city.
 * - A day closes once the newest event time is more than the lateness past its end; then its aggregates go out as final,
 *   and energy that still comes for it is refused as `late`. Cities' days close with it, months with their last day.
 *   What is expected of a month is all its hours, so that days without readings show in its completeness.
 * - Event time is moved by readings that are not suspect and at most `maximumAheadMinutes` ahead of `nowMs`.
 */
export class EnergyAggregateOperator implements Operator<MeterReading, EnergyAggregatePorts> {
  private readonly settings: EnergyAggregateSettings;
  private readonly maximumAheadMs: number;
  private parts: AggregateParts;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<EnergyAggregateSettings> = {}) {
    this.settings = completeAggregateSettings(settings);
    this.maximumAheadMs = this.settings.maximumAheadMinutes * 60_000;
    this.parts = createAggregateParts(this.settings);
  }

  process(batch: readonly MeterReading[], nowMs: number): Emission<EnergyAggregatePorts> | undefined {
    const { out } = this.parts;
    for (let i = 0; i < batch.length; i++) {
      const element = batch[i]!;
      if (typeof element === 'object' && element !== null && typeof element.meterId === 'string') {
        this.take(element, nowMs);
      } else out.refused.push(refusals.notAReading(element, 'send meter readings, as grid meter reading makes them'));
    }
    return out.take();
  }

  /** Emits the hours of open days that are over, those to which energy came since they were emitted. */
  tick(): Emission<EnergyAggregatePorts> | undefined {
    const { counters, out } = this.parts;
    if (counters.evictedSinceTick > 0) {
      out.refused.push(refusals.evicted(counters.evictedSinceTick, this.settings.maximumMeters));
      counters.evictedSinceTick = 0;
    }
    if (this.settings.openHours && this.settings.periods.includes('hour')) emitOpenHours(this.parts);
    return out.take();
  }

  /** Ends all open days and months and emits them; what comes for these days afterwards is late. */
  flush(): Emission<EnergyAggregatePorts> | undefined {
    const { book, rollup, out } = this.parts;
    book.endAll();
    closeDueDays(this.parts);
    rollup.close();
    return out.take();
  }

  reset(): void {
    this.parts = createAggregateParts(this.settings);
  }

  snapshot(): AggregateSnapshot {
    return snapshotAggregates(this.parts);
  }

  restore(snapshot: unknown): void {
    checkAggregateSnapshot(snapshot);
    this.reset();
    restoreAggregates(this.parts, snapshot);
  }

  /** Districts that households are in now. */
  get districtCount(): number {
    return this.parts.places.sortedDistricts().filter(({ members }) => members.length > 0).length;
  }

  private take(reading: MeterReading, nowMs: number): void {
    const { parts } = this;
    const { book, meters, out } = parts;
    const refusal = refusalOf(reading, nowMs, nowMs + this.maximumAheadMs);
    if (refusal) {
      out.refused.push(refusal);
      return;
    }
    if (isDuplicate(reading)) return;
    if (reading.quality !== 'suspect' && book.observe(reading.timeMs)) closeDueDays(parts);
    bookReading(book, meters, slotOf(parts, reading), reading);
    if (book.problem !== undefined) out.refused.push(refusals.notBooked(reading, book.takeProblem()));
  }
}

/** @throws Error that names the setting that is wrong. */
export function createEnergyAggregateOperator(
  settings: Partial<EnergyAggregateSettings> = {},
): EnergyAggregateOperator {
  return new EnergyAggregateOperator(settings);
}
