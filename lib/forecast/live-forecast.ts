import {
  type AsyncOperator,
  type Emission,
  type ForecastBacktest,
  type LoadForecast,
  PartedSnapshot,
  type Refusal,
} from '../messages';
import { TimeZone } from '../stream/local-time';
import { type ForecastTask, forecastInThread, type RunningWork, type StartWork } from './forecast-thread';
import { IssuedDays } from './issued-days';
import { type LiveSettings, readSnapshot, snapshotHead } from './live-snapshot';
import { HOURS, type TimedLoad } from './load-days';
import { type HistoryPart, LoadHistory } from './load-history';
import { loadRefusal, readIncoming, refusal } from './read-load';

const HOUR_MS = 3_600_000;
/** So long after its time a forecast is issued though the last loads have not come. */
const GRACE_MS = 900_000;
/** Loads that end longer ago are a replay: the clock does not count. */
const LIVE_MS = 48 * HOUR_MS;
/** So many hours that come late are worth another forecast of the same day. */
const LATE_HOURS = 24;

export interface LiveForecastPorts {
  forecast: LoadForecast;
  backtest: ForecastBacktest;
  refused: Refusal;
}

/** What the operator is at, for the status of a node. */
export type LiveState =
  | { kind: 'reading' | 'empty' | 'short' }
  | { kind: 'training'; day: number }
  | { kind: 'testing'; done: number; of: number }
  | { kind: 'issued'; forecast: LoadForecast };

/**
 * Day-ahead forecasts of a stream of loads: keeps three years of hours, and issues the forecast of each day at a local hour,
 * trained anew on all that is known. The time is that of the loads, up to the end of the newest one; when loads that came up
 * to now stay away, the clock counts after a quarter of an hour. `actualMw` of the running days is told hour by hour.
 */
export class LiveForecast implements AsyncOperator<unknown, LiveForecastPorts> {
  private readonly zone: TimeZone;
  private readonly history: LoadHistory;
  private readonly issued = new IssuedDays();
  private training: { day: number; work: RunningWork } | undefined;
  private testing: { done: number; of: number; work: RunningWork } | undefined;
  /** Why there is no forecast of the newest day: it is tried anew when more hours are known, or that time has come. */
  private failedAt: { hours: number; untilMs: number } | undefined;
  private lateHours = 0;
  private isWaiting: boolean;
  private areDue: LoadForecast[] = [];

  /** @param waitsForHistory no forecast is issued before `prime` */
  constructor(
    private readonly settings: LiveSettings,
    waitsForHistory = false,
    private readonly start: StartWork = forecastInThread,
  ) {
    this.zone = new TimeZone(settings.timeZone);
    this.history = new LoadHistory(this.zone);
    this.isWaiting = waitsForHistory;
  }

  get state(): LiveState {
    const { testing, training } = this;
    if (testing) return { kind: 'testing', done: testing.done, of: testing.of };
    if (training) return { kind: 'training', day: training.day };
    if (this.isWaiting) return { kind: 'reading' };
    const forecast = this.failedAt ? undefined : this.issued.all().at(-1);
    if (forecast) return { kind: 'issued', forecast };
    return { kind: this.history.knownHours > 0 ? 'short' : 'empty' };
  }

  /** Takes the hours of a history of which nothing is known; without any, forecasts go on with what there is. */
  prime(loads: Iterable<TimedLoad>, nowMs: number): void {
    this.isWaiting = false;
    const other = new LoadHistory(this.zone);
    for (const load of loads) if (load.loadMw > 0 && Number.isFinite(load.loadMw)) other.add(load, nowMs);
    const { firstMs, loadsMw } = other.hourly();
    for (const [hour, loadMw] of loadsMw.entries()) {
      const timeMs = firstMs + hour * HOUR_MS;
      if (Number.isFinite(loadMw) && this.history.hourMw(timeMs) === undefined) this.add({ timeMs, loadMw }, nowMs);
    }
  }

  async process(batch: readonly unknown[], nowMs: number): Promise<Emission<LiveForecastPorts>> {
    const refused: Refusal[] = [];
    const tests: Promise<ForecastBacktest[]>[] = [];
    for (const element of batch) {
      const incoming = readIncoming(element);
      if ('refused' in incoming) refused.push(incoming.refused);
      else if ('backtestDays' in incoming) tests.push(this.test(incoming.backtestDays, element, refused));
      else {
        const fault = this.add(incoming.load, nowMs);
        if (fault) refused.push(loadRefusal(fault, element));
      }
    }
    const measured = this.measured();
    const [due, backtests] = await Promise.all([this.due(this.history.knownUntilMs), Promise.all(tests)]);
    return { forecast: [...measured, ...due], backtest: backtests.flat(), refused };
  }

  async tick(nowMs: number): Promise<Emission<LiveForecastPorts> | undefined> {
    const known = this.history.knownUntilMs;
    const isLive = nowMs - known < LIVE_MS;
    const forecast = [...this.measured(), ...(await this.due(isLive ? Math.max(known, nowMs - GRACE_MS) : known))];
    return forecast.length > 0 ? { forecast } : undefined;
  }

  async flush(): Promise<Emission<LiveForecastPorts>> {
    return { forecast: this.issued.all() };
  }

  async reset(): Promise<void> {
    this.history.clear();
    this.issued.clear();
    [this.lateHours, this.areDue, this.failedAt] = [0, [], undefined];
    await this.close();
  }

  /** Gives up what is being computed. */
  async close(): Promise<void> {
    const works = [this.training?.work, this.testing?.work];
    [this.training, this.testing] = [undefined, undefined];
    await Promise.all(works.map((work) => work?.cancel()));
  }

  async snapshot(): Promise<PartedSnapshot> {
    return new PartedSnapshot(snapshotHead(this.settings, this.history, this.issued), this.history.parts());
  }

  restore(state: unknown): void {
    const { step, issued, parts } = readSnapshot(state, this.settings);
    this.history.clear();
    this.history.restore(parts as Iterable<HistoryPart>, step);
    for (const [day, forecast] of issued) this.issued.put(day, forecast);
    // Who has started anew too wants to know them.
    this.areDue = this.issued.all();
  }

  private add(load: TimedLoad, nowMs: number) {
    const taken = this.history.add(load, nowMs);
    if (typeof taken === 'string') return taken;
    const newest = this.issued.all().at(-1);
    if (taken.isNewHour && newest && load.timeMs < newest.issuedMs) this.lateHours++;
    return undefined;
  }

  /** Forecasts with news: what has been measured, and after a start those that were known. */
  private measured(): LoadForecast[] {
    const told = this.areDue;
    this.areDue = [];
    const { knownUntilMs } = this.history;
    const changed = this.issued.measure(this.history, knownUntilMs);
    const first = told.filter(({ date }) => changed.every((forecast) => forecast.date !== date));
    if (Number.isFinite(knownUntilMs)) this.issued.forgetBefore(this.zone.dayNumber(knownUntilMs) - 1);
    return [...first, ...changed];
  }

  /** Issues what is due at a time, one forecast after the other, while more loads may come in. */
  private async due(untilMs: number): Promise<LoadForecast[]> {
    const forecasts: LoadForecast[] = [];
    for (let time = untilMs; !this.training && !this.isWaiting; time = Math.max(time, this.history.knownUntilMs)) {
      const day = this.dayOf(time);
      if (day === undefined || (this.issued.get(day) && this.lateHours < LATE_HOURS) || !this.isWorthATry(time)) break;
      const forecast = await this.train(day, time);
      if (!forecast) break;
      forecasts.push(forecast);
    }
    return forecasts.length > 0 ? newest([...forecasts, ...this.measured()]) : [];
  }

  /** The day whose forecast is the newest one at a time. */
  private dayOf(timeMs: number): number | undefined {
    if (!Number.isFinite(timeMs)) return undefined;
    const day = this.zone.dayNumber(timeMs);
    const { issueHour } = this.settings;
    return issueHour > 0 && this.zone.hourOfDay(timeMs) >= issueHour ? day + 1 : day;
  }

  private isWorthATry(timeMs: number): boolean {
    const { failedAt, history } = this;
    const isNew = !failedAt || history.knownHours !== failedAt.hours || timeMs >= failedAt.untilMs;
    return isNew && history.knownHours >= HOURS;
  }

  private async train(day: number, timeMs: number): Promise<LoadForecast | undefined> {
    const work = this.start(this.taskOf({ day }), () => undefined);
    this.training = { day, work };
    this.lateHours = 0;
    const known = this.history.knownHours;
    try {
      const result = await work.result;
      if (this.training?.work !== work || !('forecast' in result)) return undefined;
      this.issued.put(day, result.forecast);
      this.failedAt = undefined;
      return result.forecast;
    } catch (error) {
      if (this.training?.work !== work) return undefined;
      this.failedAt = { hours: known, untilMs: timeMs + HOUR_MS };
      // Too short a history is no fault: the status says so.
      if ((error as Error).message.startsWith('load forecast:')) return undefined;
      throw error;
    } finally {
      if (this.training?.work === work) this.training = undefined;
    }
  }

  private async test(backtestDays: number, element: unknown, refused: Refusal[]): Promise<ForecastBacktest[]> {
    if (this.testing) {
      refused.push(refusal('busy', 'a backtest is running', element, 'wait for it, or send msg.reset'));
      return [];
    }
    const testing = { done: 0, of: backtestDays, work: undefined as unknown as RunningWork };
    testing.work = this.start(this.taskOf({ backtestDays }), (done, of) => Object.assign(testing, { done, of }));
    this.testing = testing;
    try {
      const result = await testing.work.result;
      return this.testing === testing && 'backtest' in result ? [result.backtest] : [];
    } catch (error) {
      if (this.testing !== testing) return [];
      const { message } = error as Error;
      if (!message.startsWith('load forecast:')) throw error;
      refused.push(refusal('short-history', message, element, 'give a longer history'));
      return [];
    } finally {
      if (this.testing === testing) this.testing = undefined;
    }
  }

  private taskOf(task: ForecastTask['task']): ForecastTask {
    const { timeZone, country, issueHour } = this.settings;
    return { history: this.history.hourly(), timeZone, country, task, leadHours: (HOURS - issueHour) % HOURS };
  }
}

/** Of each day the last one. */
const newest = (forecasts: readonly LoadForecast[]) => [
  ...new Map(forecasts.map((forecast) => [forecast.date, forecast])).values(),
];
