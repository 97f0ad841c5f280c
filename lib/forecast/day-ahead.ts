import { dayText } from '../stream/local-time';
import { dayFeatures, type HolidayShare } from './day-features';
import { dayByModel, FEWEST_TRAINING_DAYS } from './day-model';
import { HOURS, hoursOfDay, type LoadDays } from './load-days';

export type ForecastMethod = 'regression' | 'naive-168' | 'naive-24';

/** The load of one hour, which is below P10 one time in ten and above P90 one time in ten. */
export interface ForecastHour {
  timeMs: number;
  /** null: too few errors are known to tell. */
  p10Mw: number | null;
  p50Mw: number;
  p90Mw: number | null;
}

export interface DayForecast {
  /** Local date, YYYY-MM-DD. */
  date: string;
  /** No load after it was looked at. */
  issuedMs: number;
  method: ForecastMethod;
  /** Why it is no better method. */
  reason?: string;
  /** The 23 to 25 hours of the day. */
  hours: ForecastHour[];
}

export interface DayAheadOptions {
  holidays: HolidayShare;
  /** From the issue to the beginning of the day, whole hours from 0 to 23: 0 is midnight, 14 is 10:00 of the day before. */
  leadHours: number;
}

interface Point {
  method: ForecastMethod;
  reason?: string;
  /** MW by hour of the wall clock, NaN where nothing is known. */
  loadsMw: Float64Array;
}

const ERROR_DAYS = 56;
const FEWEST_ERRORS = 20;
const HOUR_MS = 3_600_000;

/** Day-ahead forecasts from one history; each day's is trained on what lies before its issue alone. */
export class DayAhead {
  private readonly points = new Map<number, Point | undefined>();
  private readonly features = new Map<number, readonly number[]>();

  /** @throws Error when `leadHours` is none */
  constructor(
    private readonly history: LoadDays,
    private readonly options: DayAheadOptions,
  ) {
    const { leadHours } = options;
    if (!(Number.isInteger(leadHours) && leadHours >= 0 && leadHours < HOURS))
      throw new Error(`load forecast: leadHours is ${leadHours}: give a whole number from 0 to 23`);
  }

  /**
   * @param day number of a local day, at most the one after the last of the history
   * @throws Error when too little is known for any method, which says what is missing
   */
  forecast(day: number): DayForecast {
    const { zone, firstDay, days } = this.history;
    const index = day - firstDay;
    const point = index >= 0 && index <= days ? this.pointOf(index) : undefined;
    if (!point)
      throw new Error(`load forecast: nothing is known of the day before ${dayText(day)}: give a longer history`);
    const spreads = Array.from({ length: HOURS }, (_, hour) => this.spreadOf(index, hour));
    const hours = hoursOfDay(zone, day).map(({ timeMs, hour }) => {
      const p50Mw = point.loadsMw[hour]!;
      const spread = spreads[hour];
      if (!spread) return { timeMs, p10Mw: null, p50Mw, p90Mw: null };
      return { timeMs, p10Mw: p50Mw * Math.exp(spread.low), p50Mw, p90Mw: p50Mw * Math.exp(spread.high) };
    });
    const issuedMs = zone.dayBounds(day).startMs - this.options.leadHours * HOUR_MS;
    const { method, reason } = point;
    return { date: dayText(day), issuedMs, method, ...(reason ? { reason } : {}), hours };
  }

  private pointOf(index: number): Point | undefined {
    if (!this.points.has(index)) this.points.set(index, this.compute(index));
    return this.points.get(index);
  }

  private compute(index: number): Point | undefined {
    const { leadHours } = this.options;
    const byModel = dayByModel(this.history, (day) => this.featuresOf(day), index, leadHours);
    if (byModel) return { method: 'regression', loadsMw: byModel };
    const reason = `fewer than ${FEWEST_TRAINING_DAYS} whole days are known`;
    const weekBefore = this.lastKnown(index, 7);
    if (weekBefore.every(Number.isFinite)) return { method: 'naive-168', reason, loadsMw: weekBefore };
    const dayBefore = this.lastKnown(index, 1);
    if (!dayBefore.every(Number.isFinite)) return undefined;
    return { method: 'naive-24', reason: 'not even the same day of the week before is known', loadsMw: dayBefore };
  }

  /** The same hours so many days before, or one more day before what was not known at the issue. */
  private lastKnown(index: number, daysBefore: number): Float64Array {
    const issue = index * HOURS - this.options.leadHours;
    return Float64Array.from({ length: HOURS }, (_, hour) => {
      const at = (index - daysBefore) * HOURS + hour;
      return this.history.loadsMw[at < issue ? at : at - HOURS] ?? Number.NaN;
    });
  }

  private featuresOf(index: number): readonly number[] {
    let features = this.features.get(index);
    if (!features) {
      features = dayFeatures(this.history.firstDay + index, this.options.holidays);
      this.features.set(index, features);
    }
    return features;
  }

  /**
   * Between which log errors the middle 80 % of this hour and its neighbours lay on the last 56 days, as they were forecast
   * then: split conformal prediction (Vovk et al. 2005) on a sliding window, each side by itself.
   */
  private spreadOf(index: number, hour: number): { low: number; high: number } | undefined {
    const issue = index * HOURS - this.options.leadHours;
    const errors: number[] = [];
    for (let day = Math.max(0, index - ERROR_DAYS); day < index; day++) {
      for (const near of [hour - 1, hour, hour + 1]) {
        if (near < 0 || near >= HOURS || day * HOURS + near >= issue) continue;
        const error = Math.log(
          this.history.loadsMw[day * HOURS + near]! / (this.pointOf(day)?.loadsMw[near] ?? Number.NaN),
        );
        if (Number.isFinite(error)) errors.push(error);
      }
    }
    if (errors.length < FEWEST_ERRORS) return undefined;
    errors.sort((a, b) => a - b);
    const rank = Math.max(1, Math.floor(0.1 * (errors.length + 1)));
    // The median stays within, whatever the last weeks were like.
    return { low: Math.min(0, errors[rank - 1]!), high: Math.max(0, errors[errors.length - rank]!) };
  }
}
