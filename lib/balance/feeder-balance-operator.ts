import {
  badInterval,
  badTime,
  type Emission,
  type FeederBalance,
  type MeterReading,
  type Operator,
  type Refusal,
  type TheftDay,
  type TheftEvent,
} from '../messages';
import { advance, closeAll, noteDrop } from './advance';
import { BalanceBook } from './balance-book';
import { completeBalanceSettings, type FeederBalanceSettings } from './balance-settings';
import { checkBalanceSnapshot, type FeederBalanceSnapshot, restoreBook, snapshotBook } from './feeder-balance-snapshot';
import * as intake from './intake';
import * as refusals from './refusals';

/** What the minutes of a refused time are, as it was held against what the settings allow. */
const AHEAD = 'further ahead of the clock than allowed';

export interface FeederBalancePorts {
  balances: FeederBalance;
  refused: Refusal;
}

/**
 * The energy balance of feeders: what the meter at the head counted, less the sum of its meters, less technical loss, by
 * windows and local days, and which meters explain what is missing.
 *
 * - A meter with `feeder` is one of its meters. At the head is the one whose id is the feeder's name, or if there is none,
 *   those without a `household`. Import is positive, export negative, on both sides.
 * - Energy is that of intervals, registers or power (see MeterEnergy). Each feeder has event time of its own: a window
 *   closes when the newest reading of the feeder is the lateness past its end. Within the lateness the order in which
 *   meters come does not matter; of one meter, intervals may come in any order, a register or power reading older than
 *   the last one changes nothing.
 * - A window counts only when all meters are measured in it; a day is judged when 80 % of its windows count, by those.
 * - Events and days of the theft detector tell which meters dropped on a day; three of a feeder are a cluster, and a day
 *   that has gone out is sent again with it.
 */
export class FeederBalanceOperator implements Operator<intake.BalanceInput, FeederBalancePorts> {
  private readonly settings: FeederBalanceSettings;
  private book!: BalanceBook;
  private balances: FeederBalance[] = [];
  private refused: Refusal[] = [];
  private feederless = 0;
  private firstFeederless: MeterReading | undefined;

  /** @throws Error that names the setting that is wrong. */
  constructor(settings: Partial<FeederBalanceSettings> = {}) {
    this.settings = completeBalanceSettings(settings);
    this.reset();
  }

  process(batch: readonly intake.BalanceInput[], nowMs: number): Emission<FeederBalancePorts> | undefined {
    for (let i = 0; i < batch.length; i++) {
      const element = batch[i]!;
      const refusal =
        typeof element !== 'object' || element === null || Array.isArray(element)
          ? refusals.notAReading(element)
          : intake.isTheftDay(element) || intake.isTheftEvent(element)
            ? this.takeTheft(element)
            : this.takeReading(element, nowMs);
      if (refusal) this.refused.push(refusal);
    }
    return this.emission();
  }

  /** Says what was forgotten, and how many readings had no feeder, since the last tick. */
  tick(): Emission<FeederBalancePorts> | undefined {
    const { book, settings, refused } = this;
    if (book.evictedMeters > 0) refused.push(refusals.evicted('meters', book.evictedMeters, settings.maximumMeters));
    if (book.evictedFeeders > 0)
      refused.push(refusals.evicted('feeders', book.evictedFeeders, settings.maximumFeeders));
    if (this.firstFeederless) refused.push(refusals.noFeeder(this.feederless, this.firstFeederless));
    book.evictedMeters = 0;
    book.evictedFeeders = 0;
    this.forgetFeederless();
    return this.emission();
  }

  /** Closes all open windows and days. What comes for these windows afterwards is late. */
  flush(): Emission<FeederBalancePorts> | undefined {
    for (const slot of this.book.feeders.oldestFirst()) closeAll(this.book, this.book.feederAt[slot]!, this.balances);
    return this.emission();
  }

  reset(): void {
    this.book = new BalanceBook(this.settings);
    this.balances = [];
    this.refused = [];
    this.forgetFeederless();
  }

  snapshot(): FeederBalanceSnapshot {
    return snapshotBook(this.book);
  }

  restore(snapshot: unknown): void {
    checkBalanceSnapshot(snapshot, this.book);
    this.reset();
    restoreBook(this.book, snapshot);
  }

  get feederCount(): number {
    return this.book.feeders.size;
  }

  get meterCount(): number {
    return this.book.meters.size;
  }

  /** Feeders of which the latest day has a gap above the limit. */
  get aboveCount(): number {
    let count = 0;
    for (const slot of this.book.feeders.oldestFirst()) {
      const latest = this.book.feederAt[slot]!.recent.findLast(({ balance }) => balance !== undefined);
      if (latest?.balance?.isAbove) count++;
    }
    return count;
  }

  private takeReading(reading: MeterReading, nowMs: number): Refusal | undefined {
    const field = intake.faultyReadingField(reading);
    if (field !== undefined) return refusals.badField(reading, field);
    const { timeMs, interval, quality, flags } = reading;
    const latestMs = nowMs + this.settings.maximumAheadMinutes * 60_000;
    if (!(typeof timeMs === 'number' && timeMs >= 0 && timeMs <= latestMs)) {
      return badTime(reading, timeMs, latestMs, AHEAD);
    }
    if (interval !== undefined && !intake.isUsableInterval(interval)) return badInterval(reading);
    const eventMs = interval ? interval.startMs + interval.lengthMs : timeMs;
    if (eventMs > latestMs) return badTime(reading, eventMs, latestMs, AHEAD);
    if (flags?.includes('duplicate')) return undefined;
    const { book } = this;
    const member = book.memberOf(reading);
    if (!member) {
      this.feederless++;
      this.firstFeederless ??= reading;
      return undefined;
    }
    // What is doubtful or estimated must not close the windows of others.
    if (quality !== 'suspect') {
      member.feeder.watermark.observe(eventMs);
      advance(book, member.feeder, this.balances);
    }
    // An estimate is no measurement: its window stays without the meter.
    if (quality !== 'missing' && quality !== 'estimated') book.take(member, reading, interval?.startMs ?? timeMs);
    return this.bookingProblem(reading);
  }

  private bookingProblem(reading: MeterReading): Refusal | undefined {
    const { book } = this;
    const { hasLate, hasAhead, lateWh, aheadWh } = book;
    book.hasLate = false;
    book.hasAhead = false;
    book.lateWh = 0;
    book.aheadWh = 0;
    if (hasLate) return refusals.notBooked(reading, 'late', lateWh);
    return hasAhead ? refusals.notBooked(reading, 'ahead', aheadWh) : undefined;
  }

  private takeTheft(input: TheftEvent | TheftDay): Refusal | undefined {
    const field = intake.faultyTheftField(input);
    if (field !== undefined) return refusals.badField(input, field);
    if (!intake.isDrop(input)) return undefined;
    const { book } = this;
    const slot = book.meters.find(input.meterId);
    const feederSlot = input.feeder === undefined ? -1 : book.feeders.find(input.feeder);
    const feeder = feederSlot >= 0 ? book.feederAt[feederSlot] : slot >= 0 ? book.members[slot]!.feeder : undefined;
    if (feeder) noteDrop(feeder, input.meterId, input.startMs, this.balances);
    return undefined;
  }

  private forgetFeederless(): void {
    this.feederless = 0;
    this.firstFeederless = undefined;
  }

  private emission(): Emission<FeederBalancePorts> | undefined {
    const { balances, refused } = this;
    if (balances.length + refused.length === 0) return undefined;
    balances.sort(
      (a, b) =>
        a.startMs + a.lengthMs - b.startMs - b.lengthMs || (a.feeder < b.feeder ? -1 : a.feeder > b.feeder ? 1 : 0),
    );
    this.balances = [];
    this.refused = [];
    return { balances, refused };
  }
}

/** @throws Error that names the setting that is wrong. */
export function createFeederBalanceOperator(settings: Partial<FeederBalanceSettings> = {}): FeederBalanceOperator {
  return new FeederBalanceOperator(settings);
}
