import type { MeterReading, Refusal } from '../messages';
import { dayText } from '../stream/local-time';
import type { DayContext } from './day-context';
import type { DayRules } from './day-rules';
import { DayVector, QUALITIES } from './day-vector';
import { layDay } from './lay-day';
import type { Meter } from './meter';
import { OpenDay } from './open-day';
import * as refusals from './refusals';
import { decisionOf, namesOf } from './rules';
import { validateDay } from './validate-day';
import type { VeeSettings } from './vee-settings';
import { SummaryCounts, type VeeSummary } from './vee-summary';

const DAY_MS = 86_400_000;
const SUNDAY = 6;
/** 1970-01-01, day 0, was a Thursday. */
const WEEKDAY_OF_DAY_0 = 3;

/** Closes meter-days: lays out what came, validates it, and makes the readings and the summaries that go out. */
export class DayCloser {
  readings: MeterReading[] = [];
  refused: Refusal[] = [];
  /** Intervals by quality since the start, in the order of QUALITIES. */
  readonly totals = [0, 0, 0, 0];
  private readonly day = new DayVector();
  private readonly holidays: Set<number>;
  private readonly inactive: Set<string>;
  private readonly countsDuplicates: boolean;
  private summaries = new Map<string, { meter: Meter; day: number; counts: SummaryCounts }>();

  constructor(
    private readonly settings: VeeSettings,
    private readonly rules: DayRules,
  ) {
    this.holidays = new Set(settings.holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS));
    this.inactive = new Set(settings.inactiveMeters);
    this.countsDuplicates = settings.rules.includes('duplicate');
  }

  /** Closes the next day of a meter, which may be one on which nothing came. */
  close(meter: Meter): void {
    const { day, settings, rules } = this;
    const { nextDay, zone, history } = meter;
    const { startMs, endMs } = zone.dayBounds(nextDay);
    const intervalMs = settings.intervalMinutes * 60_000;
    const open = meter.takeNext(settings.inactiveDays) ?? new OpenDay(nextDay, startMs, endMs, intervalMs);
    day.begin(startMs, endMs, intervalMs, (timeMs) => zone.offsetMs(timeMs));
    const { duplicates, lost } = layDay(open, day, rules.on);
    for (const k of lost) this.refused.push(refusals.overlap(meter.id, intervalOf(open, k)));
    if (history) history.weekday = this.holidays.has(nextDay) ? SUNDAY : (nextDay + WEEKDAY_OF_DAY_0) % 7;
    const context: DayContext = {
      tail: meter.tail,
      like: history,
      register: meter.registers.span(nextDay),
      isInactive: this.inactive.has(meter.id),
    };
    validateDay(day, context, rules);
    Object.assign(meter.tail, day.tail);
    history?.keep(day);
    this.emit(meter, nextDay, open.duplicates + (this.countsDuplicates ? duplicates : 0));
  }

  /** The summaries of the days closed since the last time, by district. */
  takeSummaries(): VeeSummary[] {
    const keys = [...this.summaries.keys()].sort();
    const taken = keys.map((key) => this.summary(this.summaries.get(key)!));
    this.summaries = new Map();
    return taken;
  }

  private emit(meter: Meter, dayNumber: number, duplicates: number): void {
    const { cells, quality, marks, rawWh } = this.day;
    const counts = this.countsOf(meter, dayNumber);
    counts.duplicates += duplicates;
    let emitted = 0;
    for (let i = 0; i < cells; i++) {
      // With the rule `gap` off nobody wants to hear of what is missing.
      if (marks[i] === 0 && Number.isNaN(rawWh[i]!)) continue;
      this.readings.push(this.reading(meter, i));
      counts.add(quality[i]!, marks[i]!);
      this.totals[quality[i]!]!++;
      emitted++;
    }
    if (emitted > 0) counts.meters++;
  }

  private reading(meter: Meter, cell: number): MeterReading {
    const { startMs, endMs, intervalMs, energyWh, quality, marks, rawWh } = this.day;
    const fromMs = startMs + cell * intervalMs;
    const toMs = Math.min(endMs, fromMs + intervalMs);
    const mask = marks[cell]!;
    const raw = rawWh[cell]!;
    const reading: MeterReading = {
      meterId: meter.id,
      timeMs: toMs,
      interval: { startMs: fromMs, lengthMs: toMs - fromMs, energyWh: energyWh[cell]! },
      quality: QUALITIES[quality[cell]!]!,
      vee: { rule: decisionOf(mask), rawWh: Number.isNaN(raw) ? null : raw },
      flags: [],
      dialect: 'vee',
    };
    if ((mask & (mask - 1)) !== 0) reading.vee!.rules = namesOf(mask);
    if (meter.city !== undefined) reading.city = meter.city;
    if (meter.district !== undefined) reading.district = meter.district;
    if (meter.household !== undefined) reading.household = meter.household;
    if (meter.feeder !== undefined) reading.feeder = meter.feeder;
    return reading;
  }

  private countsOf(meter: Meter, day: number): SummaryCounts {
    const key = JSON.stringify([day, meter.city ?? '', meter.district ?? '']);
    let entry = this.summaries.get(key);
    if (!entry) {
      entry = { meter, day, counts: new SummaryCounts() };
      this.summaries.set(key, entry);
    }
    return entry.counts;
  }

  private summary({ meter, day, counts }: { meter: Meter; day: number; counts: SummaryCounts }): VeeSummary {
    const [good, estimated, suspect, missing] = [...counts.quality] as [number, number, number, number];
    return {
      ...(meter.city === undefined ? {} : { city: meter.city }),
      ...(meter.district === undefined ? {} : { district: meter.district }),
      date: dayText(day),
      ...meter.zone.dayBounds(day),
      intervalMinutes: this.settings.intervalMinutes,
      meters: counts.meters,
      intervals: good + estimated + suspect + missing,
      quality: { good, estimated, suspect, missing },
      rules: counts.rules,
    };
  }
}

const intervalOf = (open: OpenDay, k: number) => ({
  startMs: open.startMs + open.offsetMs[k]!,
  lengthMs: open.lengthMs[k]!,
  energyWh: open.energyWh[k]!,
});
