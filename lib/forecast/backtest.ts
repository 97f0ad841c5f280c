import type { ForecastBacktest } from '../messages';
import type { DayAhead } from './day-ahead';
import { HOURS, type LoadDays } from './load-days';

/** How good day-ahead forecasts were. */
export type BacktestReport = ForecastBacktest;

/** Mean of what was added. */
class Mean {
  private sum = 0;
  private count = 0;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.sum += value;
    this.count++;
  }

  get value(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }
}

/**
 * Forecasts each of the last days of a history as if the rest were not known yet.
 * @param days how many, 1 or more; the last, if it lacks hours, does not count as one
 * @param progress told before each day how many of how many are done
 * @throws Error when the history is too short for a single one
 */
export function backtest(
  history: LoadDays,
  forecaster: DayAhead,
  days: number,
  progress: (done: number, of: number) => void = () => undefined,
): BacktestReport {
  const { firstDay, loadsMw } = history;
  const isWhole = Number.isFinite(loadsMw.at(-1)!);
  const last = firstDay + history.days - (isWhole ? 1 : 2);
  const errors = { percent: new Mean(), mw: new Mean(), naive24: new Mean(), naive168: new Mean(), inside: new Mean() };
  const methods: BacktestReport['methods'] = {};
  const dates: string[] = [];
  const first = Math.max(firstDay + 1, last - days + 1);
  for (let day = first; day <= last; day++) {
    progress(day - first, last - first + 1);
    const forecast = tryForecast(forecaster, day);
    if (!forecast) continue;
    dates.push(forecast.date);
    methods[forecast.method] = (methods[forecast.method] ?? 0) + 1;
    for (const { timeMs, p10Mw, p50Mw, p90Mw } of forecast.hours) {
      const at = (day - firstDay) * HOURS + history.zone.hourOfDay(timeMs);
      const load = loadsMw[at]!;
      if (!Number.isFinite(load)) continue;
      errors.mw.add(Math.abs(p50Mw - load));
      errors.percent.add(percentOff(p50Mw, load));
      errors.naive24.add(percentOff(loadsMw[at - HOURS], load));
      errors.naive168.add(percentOff(loadsMw[at - 7 * HOURS], load));
      if (p10Mw !== null && p90Mw !== null) errors.inside.add(load >= p10Mw && load <= p90Mw ? 1 : 0);
    }
  }
  const { value: mapePercent } = errors.percent;
  if (mapePercent === null) throw new Error('load forecast: no day can be tested: give a history of two days or more');
  return {
    mapePercent,
    maeMw: errors.mw.value!,
    naive24MapePercent: errors.naive24.value,
    naive168MapePercent: errors.naive168.value,
    days: dates.length,
    coverageP10P90: errors.inside.value,
    from: dates[0]!,
    to: dates.at(-1)!,
    methods,
  };
}

/** How far a value is off a load, in percent of the load; NaN when there is no value. */
export const percentOff = (valueMw: number | undefined, loadMw: number) =>
  100 * Math.abs((valueMw ?? Number.NaN) / loadMw - 1);

/** Days after a long gap can't be told, and are not counted. */
function tryForecast(forecaster: DayAhead, day: number) {
  try {
    return forecaster.forecast(day);
  } catch {
    return undefined;
  }
}
