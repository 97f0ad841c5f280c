import type { Emission, MeterReading, Operator } from '../messages';
import { obey } from './commands';
import { closeDueDays, judgeDistricts } from './day-judge';
import { bookReading, isDuplicate, refusalOf } from './intake';
import * as refusals from './refusals';
import { slotOf } from './registry';
import { createParts, type RiskParts, type ThresholdRiskPorts } from './risk-parts';
import { checkSnapshot, type RiskSnapshot, restoreParts, snapshotParts } from './risk-snapshot';
import { type RiskView, viewOf } from './risk-view';
import { completeSettings, type RiskCommand, type ThresholdRiskSettings } from './threshold-risk-settings';

/**
 * Judges meter readings against thresholds: a live alarm for each meter, the risk score of each district and local day,
 * and alarms for districts and cities. See LiveRule, DistrictDay and DistrictAlarms for the three rules.
 *
 * - A reading flagged `duplicate` is ignored. A `suspect` one raises and clears nothing; its energy counts as estimated.
 *   An `estimated` one does neither unless the setting `estimated` is `count`. A `missing` one with an interval is a row
 *   without a value in the day score.
 * - A meter with `feeder` and no `household` measures a feeder: it is in no district score, and only a threshold of its
 *   own name raises an alarm. Every other meter is one household of its district, named by `household` or else its id.
 * - The day score needs a district. A day closes once the newest event time is more than the lateness past its end; then
 *   its final score goes out, and energy that still comes for it is refused as `late`.
 * - Event time is moved by readings that are not suspect and at most `maximumAheadMinutes` ahead of `nowMs`.
 */
export class ThresholdRiskOperator implements Operator<MeterReading | RiskCommand, ThresholdRiskPorts> {
  private readonly settings: ThresholdRiskSettings;
  private readonly maximumAheadMs: number;
  private parts: RiskParts;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<ThresholdRiskSettings> = {}) {
    this.settings = completeSettings(settings);
    this.maximumAheadMs = this.settings.maximumAheadMinutes * 60_000;
    this.parts = createParts(this.settings);
  }

  process(batch: readonly (MeterReading | RiskCommand)[], nowMs: number): Emission<ThresholdRiskPorts> | undefined {
    for (let i = 0; i < batch.length; i++) {
      const element = batch[i] as MeterReading;
      if (typeof element === 'object' && element !== null && typeof element.meterId === 'string') {
        this.take(element, nowMs);
      } else this.command(element);
    }
    return this.parts.out.take();
  }

  /** Emits the scores of the districts that changed, steps the alarms of districts and cities. */
  tick(): Emission<ThresholdRiskPorts> | undefined {
    const { counters, out } = this.parts;
    if (counters.evictedSinceTick > 0) {
      out.refused.push(refusals.evicted(counters.evictedSinceTick, this.settings.maximumMeters));
      counters.evictedSinceTick = 0;
    }
    judgeDistricts(this.parts);
    return out.take();
  }

  /** Ends all open days and emits their final scores; what comes for these days afterwards is late. */
  flush(): Emission<ThresholdRiskPorts> | undefined {
    this.parts.book.endAll();
    closeDueDays(this.parts);
    return this.parts.out.take();
  }

  /** Forgets everything, also thresholds that came by command. */
  reset(): void {
    this.parts = createParts(this.settings);
  }

  snapshot(): RiskSnapshot {
    return snapshotParts(this.parts);
  }

  restore(snapshot: unknown): void {
    checkSnapshot(snapshot);
    this.reset();
    restoreParts(this.parts, snapshot);
  }

  /** Active alarms and districts for a page: high severity and high score first, lists of a bounded length. */
  view(): RiskView {
    return viewOf(this.parts);
  }

  private take(reading: MeterReading, nowMs: number): void {
    const { parts } = this;
    const { timeMs, quality } = reading;
    const refusal = refusalOf(reading, nowMs, nowMs + this.maximumAheadMs);
    if (refusal) {
      parts.out.refused.push(refusal);
      return;
    }
    if (isDuplicate(reading)) {
      parts.counters.duplicates++;
      return;
    }
    const { book, meters, live, out } = parts;
    if (quality !== 'suspect' && book.observe(timeMs)) closeDueDays(parts);
    const slot = slotOf(parts, reading);
    bookReading(book, meters, slot, reading);
    const counts = quality === 'good' || (quality === 'estimated' && this.settings.estimated === 'count');
    const { loadW, loadFromMs, loadToMs } = meters.energy;
    if (counts && !Number.isNaN(loadW)) out.alert(live.judge(slot, loadW, loadFromMs, loadToMs));
    if (book.problem !== undefined) out.refused.push(refusals.notBooked(reading, book.takeProblem()));
  }

  private command(element: unknown): void {
    const { board, thresholds, book, places, out } = this.parts;
    const { alert, refused, hasNewThresholds } = obey(element, board, thresholds, book.watermark.maximumMs);
    out.alert(alert);
    out.refused.push(...refused);
    if (hasNewThresholds) for (const district of places.sortedDistricts()) district.invalidate();
  }
}

/** @throws Error that names the setting that is wrong. */
export function createThresholdRiskOperator(settings: Partial<ThresholdRiskSettings> = {}): ThresholdRiskOperator {
  return new ThresholdRiskOperator(settings);
}
