import type { LoadForecast } from '../messages';
import type { LoadHistory } from './load-history';

const HOUR_MS = 3_600_000;

/** The forecasts of the running days, and what has been measured since. */
export class IssuedDays {
  private readonly byDay = new Map<number, LoadForecast>();

  get(day: number): LoadForecast | undefined {
    return this.byDay.get(day);
  }

  all(): LoadForecast[] {
    return [...this.byDay.values()];
  }

  entries(): [day: number, forecast: LoadForecast][] {
    return [...this.byDay];
  }

  put(day: number, forecast: LoadForecast): void {
    this.byDay.set(day, forecast);
  }

  clear(): void {
    this.byDay.clear();
  }

  /** Takes in the loads of hours that are over. @returns the forecasts in which anything is new, as new objects */
  measure(history: LoadHistory, untilMs: number): LoadForecast[] {
    const changed: LoadForecast[] = [];
    for (const [day, forecast] of this.byDay) {
      const hours = forecast.hours.map((hour) => {
        const actualMw = hour.timeMs + HOUR_MS <= untilMs ? history.hourMw(hour.timeMs) : undefined;
        return actualMw === undefined || actualMw === hour.actualMw ? hour : { ...hour, actualMw };
      });
      if (hours.every((hour, at) => hour === forecast.hours[at])) continue;
      const now = { ...forecast, hours };
      this.byDay.set(day, now);
      changed.push(now);
    }
    return changed;
  }

  /** Forgets the days before. */
  forgetBefore(day: number): void {
    for (const at of this.byDay.keys()) if (at < day) this.byDay.delete(at);
  }
}
